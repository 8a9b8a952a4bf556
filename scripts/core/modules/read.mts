/** What must be read to know how modules hang together? Facts, manifests, and texts of files that are not measured. */

import type { Language } from '../facts.mts'
import type { Lens, ProjectFile } from '../lens.mts'
import { compareText } from '../order.mts'
import { perLens } from '../per-lens.mts'
import { isScript, type ModuleGraph, moduleGraph } from './graph.mts'

export const modulesOf = perLens(read)

/** Longer texts are data, or were written by programs. */
const LONGEST_TEXT = 500_000

const MANIFEST = /(^|\/)(package\.json|[tj]sconfig[\w.-]*\.json|pyproject\.toml|setup\.cfg)$/
const NAMING =
  /\.(vue|svelte|astro|mdx|html?|ya?ml|toml|cfg|ini|sh|bash|jsonc?)$|(^|\/)(Dockerfile[\w.]*|Makefile|Procfile|justfile)$/
const LOCK = /(^|\/)(package-lock|npm-shrinkwrap|composer|tsconfig\.tsbuildinfo)/

async function read(lens: Lens): Promise<ModuleGraph> {
  const [all, rows] = await Promise.all([lens.files(), lens.facts('source')])
  const measured = new Set(
    rows.filter(({ facts }) => facts.fault === null).map(({ file }) => file.path),
  )
  const languages = new Set(rows.map(({ file }) => file.language))
  const hasAnswers = [...languages].some(isAnswering)
  const wanted = hasAnswers ? all.filter(file => !measured.has(file.path) && isNaming(file)) : []
  const texts = new Map<string, string>()
  await Promise.all(
    wanted.map(async ({ path }) => {
      const text = await lens.text(path)
      if (text.ok && text.value.length <= LONGEST_TEXT) texts.set(path, text.value)
    }),
  )
  return moduleGraph({
    files: rows,
    paths: new Set(all.map(({ path }) => path)),
    texts: new Map([...texts].sort(([a], [b]) => compareText(a, b))),
  })
}

function isNaming({ path, role, language }: ProjectFile): boolean {
  if (role === 'lockfile' || role === 'vendored' || LOCK.test(path)) return false
  return MANIFEST.test(path) || NAMING.test(path) || isAnswering(language)
}

const isAnswering = (language: Language | null): boolean =>
  isScript(language) || language === 'python'
