/** What does a JaCoCo XML report say? Lines of source files, methods of classes, counters of the whole. */

import type { Covered } from '../../core/evidence.mts'
import { Unreadable } from '../unreadable.mts'
import { type Attributes, readXml, type XmlVisitor } from '../xml.mts'
import { commitOf, coveredOf, type FileDraft, momentOf, numberOf, ReportDraft } from './draft.mts'
import type { CoverageReport } from './report.mts'

export function readJacoco(text: string): CoverageReport {
  const draft = new ReportDraft('JaCoCo')
  const why = readXml(text, visitorOf(draft))
  if (why !== null) throw new Unreadable(why)
  const report = draft.finish()
  if (report.files.length > 0 && report.files.every(({ lines }) => lines.size === 0))
    throw new Unreadable('holds counters and no lines: compile the classes with debug information')
  return report
}

/** Files are named `package/File.java`: a source folder of the build is missing in front. */
function visitorOf(draft: ReportDraft): XmlVisitor {
  const files = new Map<string, FileDraft>()
  const fileOf = (name: string | undefined) => {
    if (name === undefined) return null
    const path = folder === '' ? name : `${folder}/${name}`
    const file = files.get(path) ?? draft.file(path)
    files.set(path, file)
    return file
  }
  let folder = ''
  let type: Attributes = {}
  let method: Attributes | null = null
  let source: FileDraft | null = null
  return {
    open(name, attributes, depth) {
      if (depth === 1) draft.commit = commitOf(attributes)
      else if (name === 'sessioninfo') draft.writtenAt = later(draft.writtenAt, attributes.dump)
      else if (name === 'package') folder = attributes.name ?? ''
      else if (name === 'class') type = attributes
      else if (name === 'method') method = attributes
      else if (name === 'sourcefile') source = fileOf(attributes.name)
      else if (name === 'line' && source !== null) readLine(source, attributes)
      else if (name === 'counter' && method !== null && attributes.type === 'METHOD')
        readMethod(fileOf(type.sourcefilename), type, method, attributes)
      else if (name === 'counter' && depth === 2) readTotal(draft, attributes)
    },
    close(name) {
      if (name === 'method') method = null
      else if (name === 'sourcefile') source = null
    },
  }
}

/** `mi`/`ci` are instructions missed and covered, `mb`/`cb` branches: one instruction that ran makes the line run. */
function readLine(file: FileDraft, { nr, ci, mb, cb }: Attributes): void {
  file.line(numberOf(nr), numberOf(ci))
  const ways = coveredOf(cb ?? 0, numberOf(cb ?? 0) + numberOf(mb ?? 0))
  if (ways !== null) file.countedBranches(numberOf(nr), ways)
}

function readMethod(
  file: FileDraft | null,
  type: Attributes,
  method: Attributes,
  counter: Attributes,
): void {
  const name = `${type.name ?? ''}.${method.name ?? ''}${method.desc ?? ''}`
  file?.called(numberOf(method.line), name, numberOf(counter.covered))
}

const TOTALS = { LINE: 'lines', BRANCH: 'branches', METHOD: 'functions' } as const

function readTotal(draft: ReportDraft, { type = '', missed, covered }: Attributes): void {
  if (!Object.hasOwn(TOTALS, type)) return
  const total: Covered | null = coveredOf(covered, numberOf(covered) + numberOf(missed))
  draft.stated = { ...draft.stated, [TOTALS[type as keyof typeof TOTALS]]: total }
}

function later(known: string | null, dump: string | undefined): string | null {
  const moment = momentOf(dump)
  return known !== null && (moment === null || known > moment) ? known : moment
}
