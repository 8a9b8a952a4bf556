/** How is the reach of a change told on a terminal? Nearest first, and what is left out is counted. */

import type { ImpactEvidence } from '../core/impact.mts'
import { sentence } from './escape.mts'
import { counted, short } from './words.mts'

const MOST_CHANGED = 20
const MOST_REACHED = 25
const MOST_TESTS = 20

export function impactText(impact: ImpactEvidence): string {
  const { since, changed, reached, modules, endpoints, tests, isCut, unfollowed, untyped } = impact
  const reach = [
    counted(reached.length, 'place uses it', 'places use it'),
    counted(modules.length, 'module imports it', 'modules import it'),
    `${counted(tests.filter(each => !each.isByModule).length, 'test file uses it', 'test files use it')}, ${tests.filter(each => each.isByModule).length} more import a module on the way`,
  ]
  const lines = [
    `The change since ${short(since)} touches ${counted(changed.length, 'symbol')}: ${reach.join(', ')}.`,
    ...(isCut ? ['More is reached than is listed here.'] : []),
    ...(untyped === null ? [] : [`Followed in part by names alone: ${untyped}.`]),
    ...(unfollowed > 0
      ? [
          `Not followed: ${counted(unfollowed, 'changed file')} in a language whose uses are not read.`,
        ]
      : []),
    ...section(
      'Changed',
      changed,
      MOST_CHANGED,
      ({ kind, ...at }) => `${kind.padEnd(8)} ${place(at)}`,
    ),
    ...section(
      'Reached, nearest first',
      reached,
      MOST_REACHED,
      ({ distance, through, isByName, ...at }) =>
        `${String(distance).padStart(2)}  ${place(at)}  uses ${through}${byName(isByName)}`,
    ),
    ...section(
      'Endpoints behind it',
      endpoints,
      MOST_TESTS,
      ({ distance, method, route, path, line, isByName }) =>
        `${String(distance).padStart(2)}  ${method} ${route}  ${path}:${line}${byName(isByName)}`,
    ),
    ...section(
      'Tests to run first',
      tests,
      MOST_TESTS,
      ({ path, distance, through, isByName, isByModule }) =>
        `${String(distance).padStart(2)}  ${path}  ${isByModule ? 'imports' : 'uses'} ${through}${byName(isByName)}`,
    ),
  ]
  return lines.map(line => (line === '' ? '' : indented(line))).join('\n')
}

/** The leading blanks are ours, the rest may be hostile. */
const indented = (line: string): string =>
  (/^ */.exec(line)?.[0] ?? '') + sentence(line).replace(/^ +/, '')

const byName = (isByName: boolean): string => (isByName ? ', by name alone' : '')

const place = ({ path, name, line }: { path: string; name: string; line: number }): string =>
  `${path}:${line} ${name === '' ? '(code of the module)' : name}`

function section<T>(
  title: string,
  rows: readonly T[],
  most: number,
  say: (row: T) => string,
): readonly string[] {
  if (rows.length === 0) return []
  const rest = rows.length > most ? [`  … ${rows.length - most} more with --evidence`] : []
  return ['', title, ...rows.slice(0, most).map(row => `  ${say(row)}`), ...rest]
}
