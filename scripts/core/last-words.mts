/** What did a failed command say last? One clause that follows why it failed, so that a person can go on from there. */

import type { Executed } from './lens.mts'

/** An error by its name, with its message; else any line that speaks of one, but for those of a stack. */
const TELLING = [
  /^(?:caused by: )?[\w.$]*(?:error|exception)\b[^:]*: ./i,
  /^(?!\s*at ).*(?:error|fail|cannot|not found)/i,
]

/** ": " and the last line that says what went wrong, else the last one, of stderr if there is any; '' when it said nothing. */
export function lastWords({ stderr, stdout }: Pick<Executed, 'stderr' | 'stdout'>): string {
  const lines = (stderr.trim() || stdout.trim()).split('\n')
  const told = TELLING.map(telling => lines.findLast(line => telling.test(line)))
  const line = told.find(each => each !== undefined) ?? lines.at(-1) ?? ''
  const words = line.replace(/[^\P{C}]/gu, ' ').trim()
  return words === '' ? '' : `: ${words.slice(0, 200)}`
}
