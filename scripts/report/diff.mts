/** What would change in a file? As a unified diff that `git apply` takes. */

import { createTwoFilesPatch } from 'diff'

/** `before` is null for a file that is not there yet. */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  const from = before === null ? '/dev/null' : `a/${path}`
  const patch = createTwoFilesPatch(from, `b/${path}`, before ?? '', after, undefined, undefined, {
    context: 3,
  })
  return patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (.*?)\t?$/gm, '$1 $2')
}
