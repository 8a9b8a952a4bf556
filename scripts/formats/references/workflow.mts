/** Which actions and images do a GitHub workflow, a composite action or a Compose file run? */

import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import { actionReference, imageReference, type Reference } from './reference.mts'

const LARGEST = 1024 * 1024

type Maker = (written: string, line: number) => Reference | null

/** Jobs and their steps (`uses`), their containers and services; `runs.steps` of a composite action. */
export function workflowReferences(text: string): readonly Reference[] {
  return read(text, (root, take) => {
    const steps = (owner: unknown) => {
      for (const step of items(at(owner, 'steps'))) take(at(step, 'uses'), actionReference)
    }
    steps(at(root, 'runs'))
    for (const job of values(at(root, 'jobs'))) {
      take(at(job, 'uses'), actionReference)
      steps(job)
      for (const box of [at(job, 'container'), ...values(at(job, 'services'))])
        take(isScalar(box) ? box : at(box, 'image'), imageReference)
    }
  })
}

/** An image that the same service builds is its own. */
export function composeReferences(text: string): readonly Reference[] {
  return read(text, (root, take) => {
    for (const service of values(at(root, 'services')))
      if (at(service, 'build') === undefined) take(at(service, 'image'), imageReference)
  })
}

function read(
  text: string,
  walk: (root: unknown, take: (node: unknown, make: Maker) => void) => void,
): readonly Reference[] {
  if (text.length > LARGEST) return []
  const lines = new LineCounter()
  const found: Reference[] = []
  walk(contentsOf(text, lines), (node, make) => {
    if (!isScalar(node) || typeof node.value !== 'string') return
    const line = lines.linePos(node.range?.[0] ?? 0).line
    const reference = make(node.value.trim(), line)
    if (reference !== null) found.push(reference)
  })
  return found
}

const at = (node: unknown, key: string): unknown =>
  isMap(node) ? (node as YAMLMap<Node, Node>).get(key, true) : undefined

const values = (node: unknown): readonly unknown[] =>
  isMap(node) ? node.items.map(({ value }) => value) : []

const items = (node: unknown): readonly unknown[] => (isSeq(node) ? node.items : [])

/** Null for what no YAML reader gets through: whoever runs the file says so. */
function contentsOf(text: string, lineCounter: LineCounter): unknown {
  const options = { uniqueKeys: false, prettyErrors: false } as const
  try {
    return parseDocument(text, { lineCounter, schema: 'failsafe', logLevel: 'silent', ...options })
      .contents
  } catch {
    return null
  }
}
