/** How is a JavaScript or TypeScript file read that may be edited? Whole and without fault, or not at all. */

import type { ParseResult } from 'oxc-parser'
import { tooDeepAt } from '../../../languages/javascript/depth.mts'

/** Null where it does not parse: nothing is edited that is not understood. */
export function parsed(
  path: string,
  text: string,
  parseSync: typeof import('oxc-parser').parseSync,
): ParseResult | null {
  const lang = /\.[cm]?ts$/.test(path) ? 'ts' : /\.tsx$/.test(path) ? 'tsx' : 'jsx'
  if (tooDeepAt(text, lang !== 'ts') !== null) return null
  const result = parseSync(path, text, { lang, sourceType: 'unambiguous' })
  return result.errors.length > 0 ? null : result
}
