/** Which images does a Dockerfile build on or copy from? Its own stages and `scratch` are none. */

import { imageReference, type Reference } from './reference.mts'

const LARGEST = 1024 * 1024

export function dockerfileReferences(text: string): readonly Reference[] {
  if (text.length > LARGEST) return []
  const variables = new Map<string, string>()
  const stages = new Set(['scratch'])
  const found: Reference[] = []
  const take = (written: string, line: number) => {
    const image = filled(written, variables)
    // A stage may be named by its number, too.
    if (image === null || stages.has(image.toLowerCase()) || /^\d+$/.test(image)) return
    const reference = imageReference(image, line)
    if (reference !== null) found.push(reference)
  }
  for (const { code, line } of instructions(text)) {
    const [word = '', ...rest] = code.split(/\s+/)
    const instruction = word.toUpperCase()
    const words = rest.filter(each => !each.startsWith('--'))
    // Only what is set before the first stage holds in FROM.
    if (instruction === 'ARG' && stages.size === 1 && found.length === 0) define(rest, variables)
    if (instruction === 'FROM') {
      take(words[0] ?? '', line)
      if (words[1]?.toUpperCase() === 'AS') stages.add((words[2] ?? '').toLowerCase())
    }
    const from = rest.find(each => each.startsWith('--from='))?.slice('--from='.length)
    if (instruction === 'COPY' && from !== undefined) take(from, line)
  }
  return found
}

function define(words: readonly string[], variables: Map<string, string>): void {
  for (const word of words) {
    const [name = '', ...value] = word.split('=')
    if (value.length > 0) variables.set(name, value.join('=').replace(/^(["'])(.*)\1$/, '$2'))
  }
}

/** Null where a variable without a known default decides. */
function filled(image: string, variables: ReadonlyMap<string, string>): string | null {
  const text = image.replace(
    /\$(?:\{(\w{1,100})(?::-([^{}]{0,300}))?\}|(\w+))/g,
    (whole, braced, standard, plain) => variables.get(braced ?? plain) ?? standard ?? whole,
  )
  return text.includes('$') ? null : text
}

/** Instructions with the line they start at; comments dropped, continued lines joined. */
function* instructions(text: string): Generator<{ readonly code: string; readonly line: number }> {
  let code = ''
  let start = 0
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(raw)) continue
    if (code === '') start = index + 1
    code += raw.trim()
    if (code.endsWith('\\')) {
      code = `${code.slice(0, -1).trimEnd()} `
      continue
    }
    yield { code, line: start }
    code = ''
  }
}
