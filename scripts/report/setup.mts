/** What will be done to this project, and what is there once it is done? One screen before, one box after. */

import { visible } from './escape.mts'
import { columns, padEnd, wrap } from './layout.mts'

export interface PlannedStep {
  readonly title: string
  /** Files it will write and commands it will run, one a line. */
  readonly does: readonly string[]
}

const LABEL = 19

/** `left`: what is not done, and why. */
export function planText(
  project: string,
  steps: readonly PlannedStep[],
  left: readonly string[],
  width: number,
): string {
  const wide = columns(width)
  const rows = steps.flatMap(({ title, does }, index) => {
    const number = String(index + 1).padStart(2)
    return does
      .flatMap(line => wrap(visible(line), wide - LABEL))
      .map((line, at) => padEnd(at === 0 ? `${number} ${title}` : '', LABEL) + line)
  })
  const notes = left.flatMap(each =>
    wrap(visible(each), wide - 4).map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`),
  )
  return [
    `Setup of ${visible(project)}`,
    '',
    ...(rows.length === 0 ? ['There is nothing to do.'] : rows),
    ...(notes.length === 0 ? [] : ['', 'Besides:', ...notes]),
  ].join('\n')
}

/** Of each row the first is its name. */
export function boxText(
  title: string,
  rows: readonly (readonly [string, string])[],
  width: number,
): string {
  const inner = columns(width) - 4
  const label = Math.max(...rows.map(([name]) => name.length)) + 2
  const lines = rows.flatMap(([name, text]) =>
    wrap(visible(text), inner - label).map(
      (line, at) => padEnd(at === 0 ? name : '', label) + line,
    ),
  )
  return [
    `┌${`─ ${title} `.padEnd(inner + 2, '─')}┐`,
    ...lines.map(line => `│ ${padEnd(line, inner)} │`),
    `└${'─'.repeat(inner + 2)}┘`,
  ].join('\n')
}
