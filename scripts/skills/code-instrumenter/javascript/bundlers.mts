/** Does a build step put the packages into the program's own files? There no hook of an instrumentor can see them. */

import type { Manifest } from './manifest.mts'

const BUNDLING =
  /(?<=^|[\s"';&|(/])(esbuild|webpack|rollup|ncc build|parcel build|bun build|rspack build|rsbuild build|vite build)(?=[\s"';&|)]|$)/

/** How their settings say that packages stay outside. */
const IS_EXTERNAL =
  /--packages[=\s]external|packages\s*:\s*["']external|--external[:\s=]|node-?externals?\b|nodeExternals|externals(?:Presets)?\s*:|external\s*:|bundle\s*:\s*false|rollup-plugin-node-externals/i

export function bundlerOf(
  manifest: Manifest,
  paths: ReadonlySet<string>,
  texts: ReadonlyMap<string, string>,
): { readonly path: string; readonly line: number; readonly name: string } | null {
  // Only where what is built is also what is started.
  const isBuiltStarted = manifest.scripts.some(
    ({ name, raw }) =>
      /^(start|serve|prod)/.test(name) && /\b(dist|build|out|lib|output)\b/.test(raw),
  )
  if (!isBuiltStarted) return null
  for (const { name, path, line, raw } of manifest.scripts) {
    const found = BUNDLING.exec(raw)
    const isBuild = /^(pre|post)?(build|compile|bundle|dist)/.test(name)
    const isBundle =
      found?.[1] !== 'esbuild' || /--bundle\b|\.[cm]?[jt]s\b.*\.(config|m?js)$|--config/.test(raw)
    if (found?.[1] === undefined || !isBuild || !isBundle || IS_EXTERNAL.test(raw)) continue
    const tool = found[1].split(' ')[0] ?? ''
    const settings = [...paths].filter(
      each =>
        each.startsWith(manifest.folder) &&
        each.slice(manifest.folder.length).includes(`${tool}.config`),
    )
    if (settings.some(each => IS_EXTERNAL.test(texts.get(each) ?? ''))) continue
    return { path, line, name: tool }
  }
  return null
}
