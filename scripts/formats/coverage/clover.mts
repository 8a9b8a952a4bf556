/** What does a Clover report say? Statements and conditions by line; conditions and methods by the file's totals. */

import { Unreadable } from '../unreadable.mts'
import { type Attributes, readXml, type XmlVisitor } from '../xml.mts'
import { commitOf, coveredOf, type FileDraft, momentOf, numberOf, ReportDraft } from './draft.mts'
import type { CoverageReport } from './report.mts'

export function readClover(text: string): CoverageReport {
  const draft = new ReportDraft('Clover')
  const why = readXml(text, visitorOf(draft))
  if (why !== null) throw new Unreadable(why)
  return draft.finish()
}

function visitorOf(draft: ReportDraft): XmlVisitor {
  const parents: string[] = []
  let folder = ''
  let [file, metrics, lines]: [FileDraft | null, Attributes, Attributes[]] = [null, {}, []]
  return {
    open(name, attributes, depth) {
      const parent = parents.at(-1)
      parents.push(name)
      if (depth === 1) draft.commit = commitOf(attributes)
      else if (name === 'project') draft.writtenAt = momentOf(attributes.timestamp)
      else if (name === 'package') folder = (attributes.name ?? '').replaceAll('.', '/')
      else if (name === 'file')
        [file, metrics, lines] = [draft.file(pathOf(attributes, folder)), {}, []]
      else if (name === 'line' && file !== null) lines.push(attributes)
      else if (name === 'metrics' && parent === 'file') metrics = attributes
      else if (name === 'metrics' && parent === 'project') readTotals(draft, attributes)
    },
    close(name) {
      parents.pop()
      if (name === 'package') folder = ''
      if (name !== 'file' || file === null) return
      addLines(file, lines, metrics)
      file = null
    },
  }
}

/** `path` where there is one; a bare name is taken to lie in its package's folder. */
function pathOf({ path, name = '' }: Attributes, folder: string): string {
  if (path !== undefined && path !== '') return path
  return folder === '' || /[/\\]/.test(name) ? name : `${folder}/${name}`
}

function readTotals(draft: ReportDraft, total: Attributes): void {
  draft.stated = {
    lines: coveredOf(total.coveredstatements, total.statements),
    branches: coveredOf(total.coveredconditionals, total.conditionals),
    functions: coveredOf(total.coveredmethods, total.methods),
    statements: coveredOf(total.coveredstatements, total.statements),
  }
}

function addLines(file: FileDraft, lines: readonly Attributes[], metrics: Attributes): void {
  const methods = lines.filter(({ type }) => type === 'method')
  for (const { num, count, name = '', signature = '' } of methods)
    file.called(numberOf(num), `${name}${signature}`, numberOf(count))
  const counted = coveredOf(metrics.coveredmethods, metrics.methods)
  if (methods.length === 0 && counted !== null) file.countedFunctions(counted)
  addConditions(file, metrics)
  for (const { num, count, type, truecount, falsecount } of lines) {
    if (type === 'method') continue
    const hits = [count, truecount, falsecount].map(numberOf).filter(each => !Number.isNaN(each))
    const ran = count === undefined ? Math.max(...hits) : numberOf(count)
    file.line(numberOf(num), Number.isFinite(ran) ? ran : Number.NaN)
  }
}

/**
 * Clover itself counts on a line how often a condition was true and was false; Istanbul writes there how many
 * ways were taken and how many were not. In the file's own totals both mean the same, so those are used.
 */
function addConditions(file: FileDraft, metrics: Attributes): void {
  const ways = coveredOf(metrics.coveredconditionals, metrics.conditionals)
  if (ways !== null) file.countedBranches(0, ways)
}
