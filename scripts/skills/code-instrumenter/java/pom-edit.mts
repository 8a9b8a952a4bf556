/** Where does a pom.xml take the starter and its bill of materials, written as the file is written? */

import type { Splice } from '../../../core/model.mts'
import { readXml } from '../../../formats/xml.mts'
import { lineAt } from '../places.mts'

const TEMPLATES = 'instrumentation/java'

interface Element {
  readonly path: string
  /** Offsets of `<name`, behind that tag, of `</name`, and behind all of it. */
  readonly start: number
  readonly content: number
  readonly close: number
  readonly end: number
}

/** Nothing deeper is needed: the parts of a managed dependency. */
const DEEPEST = 5

export function withStarter(
  text: string,
  version: string,
): readonly Splice[] | { readonly why: string; readonly line: number } {
  const elements = elementsIn(text)
  const inside = (path: string) => elements.filter(each => each.path === path)
  const [list, ...others] = inside('project/dependencies')
  const sample = inside('project/dependencies/dependency').at(-1)
  if (list === undefined || sample === undefined)
    return { why: 'it has no dependencies of its own to add to', line: 1 }
  const lineOf = ({ start }: Element) => lineAt(text, start)
  if (others[0] !== undefined)
    return { why: 'it lists its dependencies twice', line: lineOf(others[0]) }
  const shape = shapeOf(sample, elements, text)
  const starter = { at: sample.end, template: `${TEMPLATES}/pom-starter`, view: shape }
  const [managed] = inside('project/dependencyManagement/dependencies')
  const [first] = inside('project/dependencyManagement/dependencies/dependency')
  const [management] = inside('project/dependencyManagement')
  if (managed !== undefined && first !== undefined) {
    const view = { ...shapeOf(first, elements, text), version }
    return [{ at: managed.content, template: `${TEMPLATES}/pom-bom`, view }, starter]
  }
  if (management !== undefined)
    return { why: 'its dependencyManagement is empty', line: lineOf(management) }
  return [managementBefore(list, shape, version, text), starter]
}

/** White space that stands in front of an element and of what is in it. */
interface Shape extends Readonly<Record<string, string>> {
  readonly outer: string
  readonly inner: string
  readonly close: string
}

function shapeOf(sample: Element, elements: readonly Element[], text: string): Shape {
  const child = elements.find(
    ({ start, path }) => start >= sample.content && path.startsWith(`${sample.path}/`),
  )
  return {
    outer: indentBefore(text, sample.start),
    inner: indentBefore(text, child?.start ?? sample.start),
    close: indentBefore(text, sample.close),
  }
}

/** One level further out than dependencies themselves are: the block goes in front of them. */
function managementBefore(list: Element, shape: Shape, version: string, text: string): Splice {
  const outer = indentBefore(text, list.start)
  const isIndented = shape.outer.startsWith(outer) && outer !== ''
  const unit = isIndented ? shape.outer.slice(outer.length) : ''
  const before = text.slice(Math.max(0, list.start - 200), list.start)
  const blank = /(?:\r?\n[ \t]*)+$/.exec(before)?.[0] ?? ''
  const view = {
    list: outer + unit,
    outer: shape.outer + unit,
    inner: shape.inner + unit,
    close: shape.close + unit,
    after: outer,
    gap: blank.replaceAll('\r\n', '\n'),
    version,
  }
  const written = outer === '' ? Object.fromEntries(Object.keys(view).map(key => [key, ''])) : view
  return {
    at: list.start,
    template: `${TEMPLATES}/pom-management`,
    view: { ...written, version },
  }
}

/** The last line break and the white space behind it; '' where the element does not begin its line. */
const indentBefore = (text: string, at: number): string =>
  (/\r?\n[ \t]*$/.exec(text.slice(Math.max(0, at - 1000), at))?.[0] ?? '').replace('\r', '')

/** Of the project's dependencies, as they stand; none where it is no XML or uses prefixes. */
function elementsIn(text: string): readonly Element[] {
  const found: Element[] = []
  const open: { readonly path: string; readonly start: number; readonly content: number }[] = []
  const startOf = (end: number) => text.lastIndexOf('<', end - 1)
  const fault = readXml(text, {
    open(name, _attributes, _depth, end) {
      const path = open.length === 0 ? name : `${open.at(-1)?.path}/${name}`
      open.push({ path, start: startOf(end), content: end })
    },
    close(_name, depth, end) {
      const element = open.pop()
      if (element === undefined || depth > DEEPEST) return
      if (!/^project\/(dependencies|dependencyManagement)\b/.test(element.path)) return
      const close = element.content === end ? end : startOf(end)
      found.push({ ...element, close, end })
    },
  })
  return fault === null ? found.toSorted((a, b) => a.start - b.start) : []
}
