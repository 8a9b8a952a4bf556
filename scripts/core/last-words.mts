/** What did a failed command say last? One clause that follows why it failed, so that a person can go on from there. */

import type { Executed } from './lens.mts'

/** ": " and its last line, of stderr if there is any; '' when it said nothing. */
export function lastWords({ stderr, stdout }: Pick<Executed, 'stderr' | 'stdout'>): string {
  const line = (stderr.trim() || stdout.trim()).split('\n').at(-1)?.trim() ?? ''
  return line === '' ? '' : `: ${line.replace(/[^\P{C}]/gu, ' ').slice(0, 200)}`
}
