/**
 * Which regular expressions of ours could be kept busy by a text made for it? `node test/field/expressions.mts` asks recheck about each
 * one in scripts/ (two minutes) and prints those that take more than linear time. Exit 1 for one that takes more than quadratic time.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { check } from 'recheck'
import { home } from './shipworthy.mts'

/** What recheck does not see: a bound. The reason stands beside each. */
const BOUNDED: Readonly<Record<string, string>> = {
  'scripts/languages/csharp/readable.mts': 'looks back over at most 200 spaces',
}

interface Found {
  readonly place: string
  readonly path: string
  readonly pattern: string
  readonly flags: string
}

function expressionsIn(path: string): Found[] {
  const text = readFileSync(join(home, path), 'utf8')
  const found: Found[] = []
  new Visitor({
    Literal(node) {
      if (!('regex' in node)) return
      const line = text.slice(0, node.start).split('\n').length
      found.push({ place: `${path}:${line}`, path, ...node.regex })
    },
  }).visit(parseSync(path, text).program)
  return found
}

const paths = readdirSync(join(home, 'scripts'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.mts'))
  .map(path => join('scripts', path))
for (const { place, path, pattern, flags } of paths.flatMap(expressionsIn)) {
  const said = await check(pattern, flags.replace('v', 'u'), { timeout: 5_000 })
  if (said.status === 'safe') continue
  const complexity = said.status === 'vulnerable' ? said.complexity : null
  const degree = complexity?.type === 'polynomial' ? complexity.degree : Number.POSITIVE_INFINITY
  const isCostly = complexity !== null && degree > 2 && !(path in BOUNDED)
  if (isCostly) process.exitCode = 1
  const bound = BOUNDED[path] === undefined ? '' : ` (${BOUNDED[path]})`
  process.stdout.write(
    `${place} ${complexity?.summary ?? said.status}${bound}: /${pattern}/${flags}\n`,
  )
}
