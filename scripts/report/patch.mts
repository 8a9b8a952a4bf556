/** What would these edits change? A unified diff that `git apply` and `patch` take. */

import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'

export const patch = (path: string, before: string, after: string): string =>
  createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  })
