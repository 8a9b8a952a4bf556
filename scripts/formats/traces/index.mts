/** What kind of trace file is this? Told by its content: OTLP in protobuf, JSON or JSON lines, or Jaeger's JSON. */

import { reasonOf } from '../../core/fault.mts'
import { fields } from '../../core/untyped.mts'
import { parseJson } from '../parse.mts'
import { readJaeger } from './jaeger.mts'
import { readOtlpJson } from './otlp.mts'
import { readOtlpProtobuf } from './otlp-protobuf.mts'
import type { SpanSet } from './span-set.mts'

const OPENING_BRACE = 0x7b
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf])

/**
 * Adds the spans of one unpacked file to the set. Never throws: null, or why it is no trace file, as the end of a
 * sentence that begins with the file's name. What was read before a fault is kept only line by line.
 */
export function readTraces(bytes: Uint8Array, into: SpanSet): string | null {
  if (bytes.length === 0) return 'is empty'
  if (bytes[bytes.findIndex(byte => !BLANKS.has(byte))] !== OPENING_BRACE) {
    try {
      const before = into.size + into.leftOut.duplicates + into.leftOut.dropped
      readOtlpProtobuf(bytes, into)
      const after = into.size + into.leftOut.duplicates + into.leftOut.dropped
      return after === before ? 'holds no span' : null
    } catch (error) {
      return `is neither JSON nor OTLP protobuf: ${reasonOf(error)}`
    }
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  return isJsonLines(text) ? readLines(text, into) : readJson(text, into)
}

/** Several objects, one a line, as the collector's file exporter writes them. */
function isJsonLines(text: string): boolean {
  const end = text.indexOf('\n')
  return end !== -1 && text.slice(0, end).trimEnd().endsWith('}') && /^\s*\{/.test(text.slice(end))
}

function readLines(text: string, into: SpanSet): string | null {
  let broken = 0
  let first: string | null = null
  let start = 0
  for (let number = 1; start < text.length; number += 1) {
    const end = text.indexOf('\n', start)
    const line = text.slice(start, end === -1 ? undefined : end)
    start = end === -1 ? text.length : end + 1
    const fault = line.trim() === '' ? null : readJson(line, into)
    if (fault === null) continue
    broken += 1
    first ??= `line ${number} ${fault}`
  }
  return broken > 0 && into.size === 0 ? `holds no span: ${first}` : null
}

function readJson(text: string, into: SpanSet): string | null {
  const parsed = parseJson(text)
  if (typeof parsed === 'string') return `cannot be read. ${parsed}`
  return readMessage(parsed.fields, into)
}

/** One message of either family; Jaeger's /api/v3 wraps OTLP in `result`. */
export function readMessage(message: unknown, into: SpanSet): string | null {
  const { resourceSpans, data, result } = fields(message)
  if (Array.isArray(resourceSpans)) readOtlpJson(message, into)
  else if (Array.isArray(data)) readJaeger(message, into)
  else if (Array.isArray(fields(result).resourceSpans)) readOtlpJson(result, into)
  else return 'is JSON, but neither OTLP (resourceSpans) nor Jaeger (data)'
  return null
}
