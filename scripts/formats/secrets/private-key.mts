/** Does a key really follow this header, and is it of use without a passphrase? */

import type { SecretFacts } from '../../core/facts.mts'

const LONGEST_KEY = 16_000

/** `start` is where `-----BEGIN … PRIVATE KEY-----` begins; null for a header without the key it announces. */
export function privateKeyAt(text: string, start: number): SecretFacts['certainty'] | null {
  const block = text.slice(start, start + LONGEST_KEY)
  const head = block.indexOf('-----', 11) + 5
  const end = block.indexOf('-----END', head)
  if (end < 0) return null
  const written = block.slice(head, end)
  const body = written.replace(/^[A-Za-z-]+: .*$/gm, '').replace(/\\[nrt]|[^\w+/=]/g, '')
  const hasPassphrase = block.lastIndexOf('ENCRYPTED', head + written.length) >= 0
  // Whether OpenPGP asks for a passphrase stands deeper inside than we read.
  if (block.startsWith('PGP', 11)) return body.length > 400 ? 'likely' : null
  const bytes = Buffer.from(body, 'base64')
  if (bytes.toString('latin1', 0, 14) === 'openssh-key-v1')
    return bytes.toString('latin1', 19, 23) === 'none' ? 'verified' : 'likely'
  if (!isSequence(bytes)) return null
  return hasPassphrase ? 'likely' : 'verified'
}

/** A DER sequence as long as it says: the outside of every other private key. */
function isSequence(bytes: Buffer): boolean {
  if (bytes.length < 40 || bytes[0] !== 0x30) return false
  const first = bytes[1] ?? 0
  const size = first < 0x80 ? 0 : first - 0x80
  if (size > 3) return false
  const length = size === 0 ? first : bytes.readUIntBE(2, size)
  return length + size + 2 <= bytes.length && length + size + 8 >= bytes.length
}
