#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** How much of the public surface is explained? Whoever builds on this release reads its documentation first, and its source where there is none. */

import picomatch from 'picomatch'
import { counting, settle } from '../core/findings.mts'
import { count, percent } from '../core/scales.mts'
import { defineSkill } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import {
  EVERY_EXPORT,
  NO_README,
  notRun,
  otherFaults,
  otherMeasures,
} from './doc-generator/faults.mts'
import { pagesAlone } from './doc-generator/no-surface.mts'
import { documentedPackages } from './doc-generator/packages.mts'
import { pageRules } from './doc-generator/page-rules.mts'
import { KINDS, surface, undocumented } from './doc-generator/surface.mts'

const EXCLUDE: readonly string[] = []

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
    'stale-parameters': count.fewer('Documented parameters that their functions do not have.'),
    'broken-links': count.fewer('Links in Markdown pages that lead nowhere in the project.'),
    'broken-examples': count.fewer(
      'Examples in Markdown pages that fail because of the project itself, where they were run.',
    ),
    'working-examples': count.neither('Examples in Markdown pages that ran to their end.'),
    'readme-essentials': percent.more(
      'What a newcomer looks for in a README: what it is, how to get it, how to use it, its licence.',
    ),
  },
  rules: {
    'undocumented-symbol': {
      level: 'note',
      fault: 'A public symbol without a documentation comment',
      advice: 'Say in one sentence what it is for, or make it private.',
      costs: ['documented-surface'],
    },
    'stale-parameter': {
      level: 'warn',
      fault: 'The documentation names a parameter that the function does not have',
      advice: 'Rename it as the function does, or remove it.',
      costs: ['stale-parameters'],
    },
    ...pageRules,
  },
  settings: { kinds: KINDS, exclude: EXCLUDE },
  needs: [],
  isStatic: true,

  collect: async (lens, settings) =>
    (await import('./doc-generator/collect.mts')).collectDocs(lens, settings),

  judge(evidence, settings) {
    const symbols = surface(evidence, settings)
    const isExcluded = picomatch([...settings.exclude], { dot: true })
    const drafts = symbols.filter(({ isDocumented }) => !isDocumented).map(undocumented)
    const others = otherFaults(evidence, isExcluded)
    const { noSurface } = evidence
    if (noSurface !== undefined)
      return { ...pagesAlone(evidence, noSurface, isExcluded), findings: settle(settings, others) }
    // A level says how loud a fault is reported, not whether the symbol is explained: only waivers change the share.
    const faults = settle({ ...settings, levels: { 'undocumented-symbol': 'note' } }, drafts)
    const open = counting(faults, ['note']).length
    const extent = evidence.files === 0 ? 0 : 1 - evidence.unparsed / evidence.files
    const counts = [
      { name: 'public-symbols' as const, subject: '', value: symbols.length, extent },
      { name: 'undocumented-symbols' as const, subject: '', value: open, extent },
      ...otherMeasures(evidence, isExcluded, extent),
    ]
    const findings = settle(settings, [...drafts, ...others])
    const unasked = [
      ...(evidence.entryModules === null ? [EVERY_EXPORT] : []),
      ...(evidence.readme === null ? [NO_README] : []),
      ...notRun(evidence),
    ]
    if (symbols.length === 0)
      return {
        measures: counts,
        findings,
        missing: [{ measure: 'documented-surface', why: 'no public symbol was found' }, ...unasked],
      }
    const value = (100 * (symbols.length - open)) / symbols.length
    const whole = { name: 'documented-surface', subject: '', value, extent } as const
    return {
      measures: [whole, ...documentedPackages(evidence, symbols, faults), ...counts],
      findings,
      missing: unasked,
    }
  },
})

await standalone(import.meta, skill)
