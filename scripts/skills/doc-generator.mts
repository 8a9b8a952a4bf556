#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** How much of the public surface is explained? Whoever builds on this release reads its documentation first, and its source where there is none. */

import picomatch from 'picomatch'
import type { DocsEvidence } from '../core/evidence.mts'
import type { Language, SymbolFacts } from '../core/facts.mts'
import { counting, settle } from '../core/findings.mts'
import { modulesOf } from '../core/modules/read.mts'
import { surfaceOf } from '../core/modules/surface.mts'
import { count, percent } from '../core/scales.mts'
import { defineSkill, notApplicable, unavailable } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { EVERY_EXPORT, publicSymbols } from './doc-generator/public-symbols.mts'

type Kind = SymbolFacts['kind']
type PublicSymbol = DocsEvidence['symbols'][number]

/** Modules count too: PEP 257 and the linters built on it ask every Python module for a docstring. */
const KINDS: readonly Kind[] = ['module', 'class', 'function', 'method', 'type', 'constant']
const EXCLUDE: readonly string[] = []
/** Languages whose public surface is read; files of others are neither documented nor undocumented. */
const READ: readonly Language[] = ['javascript', 'typescript', 'python', 'java', 'go']

export const skill = defineSkill({
  id: 'doc-generator',
  question: 'How much of what others may use is explained where it is declared?',
  scales: {
    'documented-surface': percent.more('Public symbols that carry a documentation comment.'),
    'public-symbols': count.neither('Symbols of the source that others may use.'),
    'entry-modules': count.neither(
      'Modules other projects import: what they export is the surface of JavaScript and TypeScript.',
    ),
    'undocumented-symbols': count.fewer('Public symbols without a documentation comment.'),
  },
  rules: {
    'undocumented-symbol': {
      level: 'note',
      fault: 'A public symbol without a documentation comment',
      advice: 'Say in one sentence what it is for, or make it private.',
      costs: ['documented-surface'],
    },
  },
  settings: { kinds: KINDS, exclude: EXCLUDE },
  needs: [],
  isStatic: true,

  async collect(lens, settings) {
    const sources = (await lens.facts('source')).filter(({ file }) => file.role === 'source')
    if (sources.length === 0)
      return notApplicable('there is no source file in a supported language')
    const rows = sources.filter(({ facts }) => READ.includes(facts.language))
    if (rows.length === 0)
      return notApplicable('there is no source file in a language whose public surface is read')
    const unparsed = rows.filter(({ facts }) => facts.fault !== null).length
    const evidence: DocsEvidence = {
      ...publicSymbols(rows, surfaceOf(await modulesOf(lens))),
      unparsed: unparsed + sources.length - rows.length,
      files: sources.length,
    }
    if (surface(evidence, settings).length > 0) return evidence
    return unparsed === 0
      ? notApplicable('no public symbol was found, so there is no surface to document')
      : unavailable(
          `${unparsed} of ${rows.length} source files could not be parsed, and no public symbol was found in the rest`,
        )
  },

  judge(evidence, settings) {
    const symbols = surface(evidence, settings)
    const drafts = symbols.filter(({ isDocumented }) => !isDocumented).map(undocumented)
    // A level says how loud a fault is reported, not whether the symbol is explained: only waivers change the share.
    const faults = settle({ ...settings, levels: { 'undocumented-symbol': 'note' } }, drafts)
    const open = counting(faults, ['note']).length
    const extent = evidence.files === 0 ? 0 : 1 - evidence.unparsed / evidence.files
    const counts = [
      { name: 'public-symbols' as const, subject: '', value: symbols.length, extent },
      { name: 'undocumented-symbols' as const, subject: '', value: open, extent },
    ]
    const findings = settle(settings, drafts)
    const { entryModules } = evidence
    const entries =
      entryModules === null
        ? []
        : [{ name: 'entry-modules' as const, subject: '', value: entryModules, extent }]
    const unasked = entryModules === null ? [EVERY_EXPORT] : []
    if (symbols.length === 0)
      return {
        measures: [...counts, ...entries],
        findings,
        missing: [{ measure: 'documented-surface', why: 'no public symbol was found' }, ...unasked],
      }
    const value = (100 * (symbols.length - open)) / symbols.length
    return {
      measures: [{ name: 'documented-surface', subject: '', value, extent }, ...counts, ...entries],
      findings,
      missing: unasked,
    }
  },
})

/** The symbols that count, ordered by place. */
function surface(
  { symbols }: DocsEvidence,
  settings: { readonly kinds: readonly Kind[]; readonly exclude: readonly string[] },
): readonly PublicSymbol[] {
  const isExcluded = picomatch([...settings.exclude], { dot: true })
  return symbols
    .filter(symbol => settings.kinds.includes(symbol.kind) && !isPackageClause(symbol))
    .filter(({ path }) => !isExcluded(path))
    .toSorted(byPlace)
}

/** Go documents a package once, in any one of its files; the others are right to say nothing. */
const isPackageClause = ({ language, kind }: PublicSymbol) => language === 'go' && kind === 'module'

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const byPlace = (a: PublicSymbol, b: PublicSymbol) =>
  compare(a.path, b.path) || a.line - b.line || compare(a.name, b.name)

const undocumented = ({ path, line, name, kind }: PublicSymbol) => ({
  rule: 'undocumented-symbol' as const,
  path,
  line,
  symbol: name,
  message: `${kind} ${name} has no documentation comment`,
})

await standalone(import.meta, skill)
