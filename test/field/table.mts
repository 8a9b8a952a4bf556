/** How are costs told? Rows of a Markdown table, ours with what they are against. */

import { type Cost, type Spread, spread } from './cost.mts'

export const say = (text: string) => process.stderr.write(`${text}\n`)

export const row = (...cells: readonly string[]) =>
  process.stdout.write(`| ${cells.join(' | ')} |\n`)

export function heads(): void {
  row('what', 'wall s: median (least–most)', 'CPU s', 'peak MB', 'against')
  row('---', '---', '---', '---', '---')
}

export function show(
  what: string,
  ours: readonly Cost[],
  peer = '',
  theirs: readonly Cost[] = [],
): void {
  const ratio =
    theirs.length === 0
      ? ''
      : `${times(ours, theirs, 'wall')} the wall clock, ${times(ours, theirs, 'cpu')} the CPU of ${peer}`
  row(what, range(ours, 'wall'), range(ours, 'cpu'), range(ours, 'peak'), ratio)
}

type Quantity = 'wall' | 'cpu' | 'peak'

function of(costs: readonly Cost[], part: Quantity): Spread {
  return spread(costs.map(each => each[part]))
}

function times(ours: readonly Cost[], theirs: readonly Cost[], part: Quantity): string {
  return `${(of(ours, part).median / of(theirs, part).median).toFixed(2)}×`
}

function range(costs: readonly Cost[], part: Quantity): string {
  const { median, least, most } = of(costs, part)
  const digits = part === 'peak' ? 0 : 2
  return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`
}
