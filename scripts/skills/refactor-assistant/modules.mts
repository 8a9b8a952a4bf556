/** Which modules import each other in a circle, and what does nobody use? Evidence, measures and faults of the module graph. */

import type { ModulesEvidence } from '../../core/evidence.mts'
import type { Language } from '../../core/facts.mts'
import type { Draft } from '../../core/findings.mts'
import type { Measure, Missing } from '../../core/model.mts'
import { cyclesIn, type Edge } from '../../core/modules/cycles.mts'
import { isScript, type ModuleGraph } from '../../core/modules/graph.mts'
import type { ModuleFile } from '../../core/modules/project.mts'
import { usageOf } from '../../core/modules/usage.mts'
import { folderOf } from '../../core/paths.mts'
import { whole } from '../../core/skill.mts'
import type { ModuleMeasure, ModuleRule } from './module-rules.mts'

export function modulesEvidence(graph: ModuleGraph): ModulesEvidence {
  const source = graph.project.files.filter(
    ({ file, facts }) => file.role === 'source' && facts.fault === null,
  )
  const isAnswered = source.some(
    ({ file }) => isScript(file.language) || file.language === 'python',
  )
  return { cycles: cyclesOf(graph, source), usage: isAnswered ? usageOf(graph) : null }
}

/** Languages whose imports are followed; Go refuses to compile a cycle, so there is nothing to ask. */
const FOLLOWED: readonly Language[] = ['javascript', 'typescript', 'python', 'java']

function cyclesOf(graph: ModuleGraph, source: readonly ModuleFile[]): ModulesEvidence['cycles'] {
  const moduleOf = new Map(
    source
      .filter(({ file: { language } }) => language !== null && FOLLOWED.includes(language))
      .map(({ file: { path, language } }) => [path, language === 'java' ? folderOf(path) : path]),
  )
  const modules = new Set(moduleOf.values())
  if (modules.size === 0) return null
  const edges = graph.links.flatMap((link): Edge[] => {
    const from = moduleOf.get(link.from)
    if (link.when !== 'load' || from === undefined || !modules.has(link.to)) return []
    return [{ from, to: link.to, path: link.from, line: link.line }]
  })
  const found = cyclesIn(edges)
  const cyclic = found.filter(({ path }) => !isJava(path)).reduce((sum, { size }) => sum + size, 0)
  return { modules: [...moduleOf.keys()].filter(path => !isJava(path)).length, cyclic, found }
}

/** Its packages are told apart by name, not built or released apart: their circles are said, and not scored. */
const isJava = (path: string): boolean => path.endsWith('.java')

const LONGEST_SHOWN = 6

export function moduleFaults({ cycles, usage }: ModulesEvidence): Draft<ModuleRule>[] {
  const circles = (cycles?.found ?? []).map(({ modules, path, line, size }) => {
    const shown = [
      ...modules.slice(0, LONGEST_SHOWN),
      modules.length > LONGEST_SHOWN ? '…' : [],
    ].flat()
    const others = size > modules.length ? `; ${size} modules hang together by such cycles` : ''
    return {
      rule: 'import-cycle' as const,
      path,
      line,
      symbol: '',
      message: `${[...shown, modules[0]].join(' → ')} is a cycle of imports${others}`,
    }
  })
  const names = (usage?.unusedExports ?? []).map(({ path, line, name }) => ({
    rule: 'unused-export' as const,
    path,
    line,
    symbol: name,
    message: `${name} is used nowhere in the project`,
  }))
  const files = (usage?.unusedFiles ?? []).map(path => ({
    rule: 'unused-file' as const,
    path,
    line: 1,
    symbol: '',
    message: `${path} is reached from no entry point of the project`,
  }))
  return [...circles, ...files, ...names]
}

interface Reading {
  readonly measures: (Measure & { readonly name: ModuleMeasure })[]
  readonly missing: (Missing & { readonly measure: ModuleMeasure })[]
}

/** Each with the share of files it speaks of; what does not arise is told apart from what cannot be told. */
export function moduleMeasures({ cycles, usage }: ModulesEvidence, parsed: number): Reading {
  return [cycleReading(cycles, parsed), usageReading(usage, parsed)].reduce((all, each) => ({
    measures: [...all.measures, ...each.measures],
    missing: [...all.missing, ...each.missing],
  }))
}

const silent = (
  measures: readonly ModuleMeasure[],
  why: string,
  isApplicable: boolean,
): Reading => ({
  measures: [],
  missing: measures.map(measure => ({
    measure,
    why,
    ...(isApplicable ? {} : { status: 'not-applicable' as const }),
  })),
})

const NO_CYCLES = 'it is told for JavaScript, TypeScript, Python and Java, and there is none'

const ONLY_PACKAGES =
  'the packages of one Java module are built and released together: a circle among them divides nothing'

function cycleReading(cycles: ModulesEvidence['cycles'], extent: number): Reading {
  if (cycles === null) return silent(['cyclic-modules', 'import-cycles'], NO_CYCLES, false)
  const { modules, cyclic, found } = cycles
  const counted = { ...whole('import-cycles', found.length), extent }
  if (modules === 0)
    return { ...silent(['cyclic-modules'], ONLY_PACKAGES, false), measures: [counted] }
  const share = { ...whole('cyclic-modules', (100 * cyclic) / modules), extent }
  return { measures: [share, counted], missing: [] }
}

function usageReading(usage: ModulesEvidence['usage'], parsed: number): Reading {
  const names = ['unused-exports', 'unused-files'] as const
  if (usage === null)
    return silent(
      names,
      'it is told for JavaScript, TypeScript and Python, and there is none',
      false,
    )
  const { files, judged, unknown, internal, unusedExports, unusedFiles, lostExports } = usage
  if (judged === 0) return silent(names, sentence(unknown), usage.isPackaged)
  const extent = (parsed * judged) / files
  const counted = { ...whole('unused-files', unusedFiles.length), extent }
  if (internal === 0) {
    const why = 'all that the modules export is meant for other projects'
    return { ...silent(['unused-exports'], why, false), measures: [counted] }
  }
  const value = (100 * (unusedExports.length + lostExports)) / internal
  return { measures: [{ ...whole('unused-exports', value), extent }, counted], missing: [] }
}

const sentence = ([first = 'no entry point is known', ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first}, and ${others.length} more like it`
