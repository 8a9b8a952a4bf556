/** What text do these bytes hold? UTF-8, else UTF-16 by its mark, else Latin-1; a NUL byte means none. */

import type { Answer } from '../core/lens.mts'

const strict = new TextDecoder('utf-8', { fatal: true })

export function decode(bytes: Uint8Array): Answer<string> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { ok: true, value: new TextDecoder('utf-16le').decode(bytes) }
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { ok: true, value: new TextDecoder('utf-16be').decode(bytes) }
  if (bytes.subarray(0, 8192).includes(0)) return { ok: false, why: 'binary content' }
  try {
    return { ok: true, value: strict.decode(bytes) }
  } catch {
    return { ok: true, value: new TextDecoder('latin1').decode(bytes) }
  }
}
