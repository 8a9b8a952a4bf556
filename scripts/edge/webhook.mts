/** How does a message reach an address that is a secret? Environment variables hold it; a sentence of ours names only the variable. */

import { createHmac } from 'node:crypto'
import { request } from './request.mts'

/**
 * @param address Name of the variable with the address.
 * @param secret Name of the one with the key that signs; absent sends unsigned.
 * @returns Null when it was taken, else why not, as a clause.
 */
export async function postToWebhook(
  address: string,
  body: object,
  secret?: string,
): Promise<string | null> {
  const url = URL.parse(process.env[address] ?? '')
  if (url === null) return `${address} is not set to an address`
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))
    return `${address} holds an address that does not begin with https://`
  const headers = secret === undefined ? {} : signature(body, secret)
  if (typeof headers === 'string') return headers
  const reply = await request(url, { body, headers })
  return typeof reply === 'string' ? reply : null
}

/** Over time and body, so that neither is anybody else's: `sha256=HMAC(key, "<seconds>.<body>")`. */
function signature(body: object, variable: string): Record<string, string> | string {
  const key = process.env[variable]
  if (!key) return `${variable} is not set, so nothing can be signed`
  const seconds = String(Math.floor(Date.now() / 1000))
  const code = createHmac('sha256', key)
    .update(`${seconds}.${JSON.stringify(body)}`)
    .digest('hex')
  return { 'x-shipworthy-timestamp': seconds, 'x-shipworthy-signature': `sha256=${code}` }
}
