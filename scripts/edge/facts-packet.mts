/** How do facts travel between worker, cache and lens? As bytes: JSON for source facts, two number rows for tokens. */

import type { Facts, SourceFacts, TokenFacts } from '../core/facts.mts'

export type Packet = { readonly [K in keyof Facts]: Uint8Array }

export function pack({ source, tokens }: Facts): Packet {
  const rows = new Uint32Array(tokens.hashes.length * 2)
  rows.set(tokens.hashes)
  rows.set(tokens.lines, tokens.hashes.length)
  return {
    source: new TextEncoder().encode(JSON.stringify(source)),
    tokens: new Uint8Array(rows.buffer),
  }
}

const unpackers: { readonly [K in keyof Facts]: (bytes: Uint8Array) => Facts[K] } = {
  source: bytes => JSON.parse(new TextDecoder().decode(bytes)) as SourceFacts,
  tokens: (bytes): TokenFacts => {
    const rows = new Uint32Array(new Uint8Array(bytes).buffer)
    const half = rows.length / 2
    return { hashes: rows.subarray(0, half), lines: rows.subarray(half) }
  },
}

export function unpack<K extends keyof Facts>(kind: K, bytes: Uint8Array): Facts[K] {
  return unpackers[kind](bytes)
}
