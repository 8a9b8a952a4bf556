/** What does a Cobertura report say? The lines of each class; its methods give the functions. */

import { Unreadable } from '../unreadable.mts'
import { type Attributes, readXml, type XmlVisitor } from '../xml.mts'
import { commitOf, coveredOf, momentOf, numberOf, ReportDraft } from './draft.mts'
import type { CoverageReport } from './report.mts'

/** One class or method while its lines come in. */
interface Scope {
  readonly attributes: Attributes
  readonly lines: Attributes[]
}

export function readCobertura(text: string): CoverageReport {
  const draft = new ReportDraft('Cobertura')
  const why = readXml(text, visitorOf(draft))
  if (why !== null) throw new Unreadable(why)
  return draft.finish()
}

function visitorOf(draft: ReportDraft): XmlVisitor {
  const sources: string[] = []
  let [source, type, method]: [string | null, Scope | null, Scope | null] = [null, null, null]
  let methods: Scope[] = []
  return {
    open(name, attributes, depth) {
      if (depth === 1) readRoot(draft, attributes)
      else if (name === 'source') source = ''
      else if (name === 'class') [type, methods] = [{ attributes, lines: [] }, []]
      else if (name === 'method') method = { attributes, lines: [] }
      else if (name === 'line') (method ?? type)?.lines.push(attributes)
    },
    text(piece) {
      if (source !== null) source += piece
    },
    close(name) {
      if (name === 'source' && source !== null) {
        sources.push(source.trim())
        source = null
      } else if (name === 'method' && method !== null) {
        methods.push(method)
        method = null
      } else if (name === 'class' && type !== null) {
        addClass(draft, type, methods, sources)
        type = null
      }
    },
  }
}

function readRoot(draft: ReportDraft, root: Attributes): void {
  draft.commit = commitOf(root)
  draft.writtenAt = momentOf(root.timestamp)
  draft.stated = {
    ...draft.stated,
    lines: coveredOf(root['lines-covered'], root['lines-valid']),
    branches: coveredOf(root['branches-covered'], root['branches-valid']),
  }
}

/** Some writers repeat a method's lines in its class, some add its header there: the class alone counts. */
function addClass(
  draft: ReportDraft,
  type: Scope,
  methods: readonly Scope[],
  sources: readonly string[],
): void {
  const { filename } = type.attributes
  if (filename === undefined || filename === '') return
  const isAbsolute = /^([/\\]|[a-z]:)/i.test(filename)
  const rooted = isAbsolute ? [] : sources.filter(Boolean).map(root => `${root}/${filename}`)
  const file = draft.file(filename, rooted)
  const own = type.lines.length > 0 ? type.lines : methods.flatMap(({ lines }) => lines)
  for (const line of own) {
    const number = numberOf(line.number)
    file.line(number, numberOf(line.hits))
    const ways = conditionsOf(line['condition-coverage'])
    if (line.branch?.toLowerCase() === 'true' && ways !== null) file.countedBranches(number, ways)
  }
  for (const { attributes, lines } of methods) {
    const { name = '', signature = '', hits } = attributes
    const hasRun = numberOf(hits) > 0 || lines.some(line => numberOf(line.hits) > 0)
    if (lines[0] !== undefined)
      file.called(numberOf(lines[0].number), `${name}${signature}`, Number(hasRun))
  }
}

/** `50% (1/2)`: how many ways out of the line were taken. */
function conditionsOf(text: string | undefined) {
  const [, covered, total] = /\((\d+)\/(\d+)\)/.exec(text ?? '') ?? []
  return coveredOf(covered, total)
}
