/**
 * Which files of JavaScript and TypeScript below a folder can ESLint's own parser read, too? TypeScript is stripped of its types, in place, so
 * that offsets stay; what cannot be stripped (JSX with types, enums) is left out.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, relative } from 'node:path'

interface ScriptFile {
  readonly path: string
  readonly text: string
  /** Without types; null where they cannot be taken out. */
  readonly plain: string | null
  readonly isTyped: boolean
  readonly lang: 'ts' | 'tsx' | 'jsx'
}

export function* scriptFiles(folder: string): Generator<ScriptFile> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .filter(path => !/(^|\/)\.git\//.test(path))
  for (const path of paths.sort()) {
    const text = readFileSync(join(folder, path), 'utf8')
    const isTyped = /\.[cm]?tsx?$/.test(path)
    const lang = /\.[cm]?ts$/.test(path) ? 'ts' : isTyped ? 'tsx' : 'jsx'
    yield { path, text, plain: isTyped ? stripped(text) : text, isTyped, lang }
  }
}

function stripped(text: string): string | null {
  try {
    return stripTypeScriptTypes(text, { mode: 'strip' })
  } catch {
    return null
  }
}
