/** How is a file loaded when the program runs: by `require`, or by `import`? That decides what may be written into it. */

import { parse } from 'jsonc-parser'
import { folderOf, joined } from '../../../core/paths.mts'
import type { Manifest } from './manifest.mts'

/** `babel` is written with imports and runs with `require`. */
export type Format = 'commonjs' | 'typescript' | 'babel' | 'module'

export interface FormatParts {
  readonly path: string
  readonly manifest: Manifest
  readonly hasModuleSyntax: boolean
  /** Programs that start it. */
  readonly runners: ReadonlySet<string>
  readonly texts: ReadonlyMap<string, string>
}

export function formatOf(parts: FormatParts): Format | { readonly why: string } {
  const { path, manifest, hasModuleSyntax, runners } = parts
  if (/\.m[jt]s$/.test(path)) return 'module'
  if (/\.cts$/.test(path)) return 'typescript'
  if (/\.cjs$/.test(path)) return 'commonjs'
  if (manifest.isModule) return 'module'
  if (!/\.tsx?$/.test(path)) {
    if (!hasModuleSyntax) return 'commonjs'
    const isCompiled = [
      'babel',
      '@babel/core',
      '@babel/register',
      '@babel/node',
      'esm',
      '@swc/core',
    ].some(name => manifest.tools.has(name) || manifest.declared.has(name))
    return isCompiled ? 'babel' : 'module'
  }
  // Node.js takes types away and decides by the syntax.
  if (runners.has('node') && [...runners].every(each => each === 'node') && isRunAsWritten(parts))
    return 'module'
  const module = moduleSetting(manifest.folder, parts.texts)
  const isKept = /^(es|preserve$|system|amd|umd)/i.test(module ?? '')
  if (!isKept || runners.has('tsx') || manifest.tools.has('tsup')) return 'typescript'
  return {
    why: `tsconfig.json compiles to "module": "${module}" in a package without "type": "module", so it is not known how ${path} is loaded`,
  }
}

/** No step of the package compiles it. */
const isRunAsWritten = ({ manifest }: FormatParts) =>
  !['typescript', '@swc/core', 'esbuild', 'tsup', '@nestjs/cli'].some(
    name => manifest.tools.has(name) || manifest.declared.has(name),
  )

/** What `module` says in the package's tsconfig.json or one it extends. */
function moduleSetting(folder: string, texts: ReadonlyMap<string, string>): string | null {
  let path: string | null =
    ['tsconfig.json', 'tsconfig.build.json', 'tsconfig.app.json']
      .map(name => folder + name)
      .find(each => texts.has(each)) ?? null
  for (let step = 0; path !== null && step < 5; step++) {
    const json: unknown = parse(texts.get(path) ?? '', [], { allowTrailingComma: true })
    const { compilerOptions, extends: base } = (json ?? {}) as Record<string, unknown>
    const module = (compilerOptions as Record<string, unknown> | undefined)?.module
    if (typeof module === 'string') return module
    if (typeof base !== 'string' || !base.startsWith('.')) return null
    const parent: string | null = joined(folderOf(path), base)
    path = parent === null || texts.has(parent) ? parent : `${parent}.json`
  }
  return null
}
