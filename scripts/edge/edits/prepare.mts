/** What would these edits make of the files? Every byte outside the insertions stays; what no longer parses is refused. */

import { lstat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { spliced } from '../../core/edits.mts'
import { UserFault } from '../../core/fault.mts'
import type { Edit, Splice } from '../../core/model.mts'
import { parseJson, parseTomlTable } from '../../formats/parse.mts'
import { readXml } from '../../formats/xml.mts'
import { languageOf } from '../../languages/classify.mts'
import { readFacts } from '../../languages/index.mts'
import { rendered } from '../templates.mts'
import { decode } from '../text.mts'
import { blobId, readInside } from '../work-tree.mts'

export interface Change {
  readonly path: string
  /** Null for a new file. */
  readonly before: Buffer | null
  readonly after: Buffer
  readonly mode: number
}

const NEW_FILE = 0o644
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** Reads each file again: one that changed since it was looked at is not touched. */
export async function prepare(root: string, edits: readonly Edit[]): Promise<Change[]> {
  const changes = await Promise.all(edits.map(edit => changeOf(root, edit)))
  return changes.filter(({ before, after }) => before === null || !before.equals(after))
}

async function changeOf(root: string, { path, oid, splices }: Edit): Promise<Change> {
  const stat = await lstat(join(root, path)).catch(() => null)
  const read = stat === null ? null : await readInside(root, path)
  const before = read?.ok === true ? read.value : null
  if ((before === null ? null : blobId(before)) !== oid || (stat !== null && before === null))
    throw new UserFault(`${path} changed while it was looked at: run the command again`)
  const after = edited(path, before ?? Buffer.alloc(0), splices)
  await mustParse(path, before, after)
  return { path, before, after, mode: stat === null ? NEW_FILE : stat.mode & 0o7777 }
}

/** UTF-8 and every encoding of one byte per letter keep their bytes; ASCII is the same in all of them. */
function edited(path: string, bytes: Buffer, splices: readonly Splice[]): Buffer {
  const mark = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0
  const body = bytes.subarray(mark)
  const text = decode(body)
  if (!text.ok) throw new UserFault(`${path} holds ${text.why}: it is not edited`)
  const isUtf8 = Buffer.from(text.value, 'utf8').equals(body)
  if (!isUtf8 && text.value.length !== body.length)
    throw new UserFault(`${path} is written in an encoding that cannot be edited safely`)
  const encoding = isUtf8 ? 'utf8' : 'latin1'
  const eol = text.value.includes('\r\n') ? '\r\n' : '\n'
  const after = spliced(body.toString(encoding), splices, splice => {
    const added = 'text' in splice ? splice.text : rendered(splice).replaceAll('\n', eol)
    if (!isUtf8 && /[^\0-\x7f]/.test(added))
      throw new UserFault(`${path} is not UTF-8 and would need letters it cannot hold`)
    return added
  })
  if (after === null) throw new UserFault(`${path} does not hold what an edit is to replace`)
  return Buffer.concat([bytes.subarray(0, mark), Buffer.from(after, encoding)])
}

async function mustParse(path: string, before: Buffer | null, after: Buffer): Promise<void> {
  const why = await faultIn(path, after)
  if (why === null || (before !== null && (await faultIn(path, before)) !== null)) return
  throw new Error(`the edit of ${path} would break it (${why}), so nothing was written`)
}

async function faultIn(path: string, bytes: Buffer): Promise<string | null> {
  const text = decode(bytes)
  if (!text.ok) return text.why
  const language = languageOf(path) ?? (/^#!.*\bnode\b/.test(text.value) ? 'javascript' : null)
  if (language !== null) return (await readFacts(path, text.value, language)).source.fault
  if (extname(path) === '.json') {
    const json = parseJson(text.value)
    return typeof json === 'string' ? json : null
  }
  if (extname(path) === '.xml') return readXml(text.value, {})
  if (extname(path) !== '.toml' && !/(^|\/)Pipfile$/.test(path)) return null
  const parsed = parseTomlTable(text.value)
  return typeof parsed === 'string' ? parsed : null
}
