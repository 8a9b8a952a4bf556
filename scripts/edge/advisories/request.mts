/** How is the advisory database asked for JSON? Nothing usable is one sentence that says what to do instead. */

import type { Fields } from '../../core/untyped.mts'
import { parseJson } from '../../formats/parse.mts'
import { request } from '../request.mts'
import { NoAnswer } from './source.mts'

/** GET, or POST where there is a body. Throws NoAnswer when nothing usable came. */
export async function askForJson(url: URL, body?: object): Promise<Fields> {
  const reply = await request(url, body === undefined ? {} : { body })
  const parsed = typeof reply === 'string' ? reply : parseJson(reply.text)
  if (typeof parsed !== 'string') return parsed.fields
  const why = typeof reply === 'string' ? reply : 'it sent something that is not a JSON object'
  throw new NoAnswer(
    `The advisory database ${url.host} gave no answer (${why}): try again, or give a folder of OSV files with --advisories.`,
  )
}
