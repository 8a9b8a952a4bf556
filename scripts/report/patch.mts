/** What would these edits change? A unified diff that `git apply` and `patch` take. */

import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'

/** `before` is null for a file that is not there yet. */
export const patch = (path: string, before: string | null, after: string): string =>
  createTwoFilesPatch(
    before === null ? '/dev/null' : `a/${path}`,
    `b/${path}`,
    before ?? '',
    after,
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  )
