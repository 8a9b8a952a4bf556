/** How does GitLab's REST interface show a verdict? As a note on the merge request, edited in place. */

import { type Fields, fields, list, text } from '../../core/untyped.mts'
import { parseJson } from '../../formats/parse.mts'
import { type Request, request } from '../request.mts'

const MOST_PAGES = 30

/** Null when it is shown, or when there is nothing to show; else why not. */
export async function noteOnMergeRequest(
  marker: string,
  body: string,
  isQuiet: boolean,
): Promise<string | null> {
  const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, SHIPWORTHY_TOKEN } = process.env
  if (!SHIPWORTHY_TOKEN)
    return 'SHIPWORTHY_TOKEN is not set, a project access token with scope api is needed'
  const headers = { 'private-token': SHIPWORTHY_TOKEN }
  const ask = (path: string, asked: Request = {}) =>
    request(new URL(`${CI_API_V4_URL}/${path}`), { headers, ...asked })
  const notes = `projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`
  const me = await ask('user')
  if (typeof me === 'string') return me
  const id = rowsOf(me.text)[0]?.id
  for (let page = 1; page <= MOST_PAGES; page++) {
    const reply = await ask(`${notes}?per_page=100&page=${page}`)
    if (typeof reply === 'string') return reply
    const rows = rowsOf(reply.text)
    const known = rows.find(
      note => text(note.body).startsWith(marker) && fields(note.author).id === id,
    )
    if (known !== undefined) {
      if (text(known.body).trim() === body.trim()) return null
      return saidOf(
        await ask(`${notes}/${Number(known.id)}`, { method: 'PUT', body: { body }, isOnce: true }),
      )
    }
    if (rows.length < 100) break
  }
  return isQuiet ? null : saidOf(await ask(notes, { body: { body }, isOnce: true }))
}

const saidOf = (reply: object | string) => (typeof reply === 'string' ? reply : null)

/** Objects of a list, or the one object. */
function rowsOf(json: string): readonly Fields[] {
  const parsed = parseJson(`{"answer":${json || 'null'}}`)
  const answer = typeof parsed === 'string' ? null : parsed.fields.answer
  return Array.isArray(answer) ? list(answer).map(fields) : [fields(answer)]
}
