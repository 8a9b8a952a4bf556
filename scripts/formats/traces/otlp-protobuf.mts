/** What does an OTLP message in protobuf say? Its spans, read field by field, without building what is not kept. */

import { PbfReader } from 'pbf'
import { isWanted } from './attributes.mts'
import { ERROR_STATUS, kindOf } from './otlp.mts'
import type { SpanSet } from './span-set.mts'

/** Field numbers are those of opentelemetry/proto/collector/trace/v1 and what it imports. */
type Read<T> = (field: number, into: T, reader: PbfReader) => void

interface Resource {
  service: string
  release: string | null
}

interface Values {
  readonly attributes: Map<string, string | number>
}

/** Adds every span of an ExportTraceServiceRequest (or TracesData) to the set; throws where the bytes end or lie. */
export function readOtlpProtobuf(bytes: Uint8Array, into: SpanSet): void {
  const reader = new PbfReader(bytes)
  reader.readFields((field, _, at) => {
    if (field === 1) resourceSpans(at, into)
  }, null)
  if (reader.pos !== bytes.length) throw new Error('the message is cut off')
}

/** An embedded message; its length is checked against what holds it, which the library leaves to us. */
function message<T>(reader: PbfReader, read: Read<T>, into: T): T {
  if (reader.type !== 2) throw new Error('a field has another type than OTLP says')
  const end = reader.readVarint() + reader.pos
  if (end > reader.length) throw new Error('the message is cut off')
  reader.readFields(read, into, end)
  if (reader.pos !== end) throw new Error('a field is longer than what holds it')
  return into
}

/** A head (field 1) that may stand behind its parts (field 2): those wait as positions, not as objects. */
function partsOf<T>(reader: PbfReader, head: T, ofHead: Read<T>): readonly number[] {
  const read: Read<number[]> = (field, parts, at) => {
    if (field === 1) message(at, ofHead, head)
    else if (field === 2) parts.push(at.pos)
  }
  return message(reader, read, [])
}

/** Reads each part where it stands, and comes back. */
function readParts(reader: PbfReader, parts: readonly number[], read: () => void): void {
  const after = reader.pos
  for (const position of parts) {
    reader.pos = position
    reader.type = 2
    read()
  }
  reader.pos = after
}

function resourceSpans(reader: PbfReader, into: SpanSet): void {
  const attributes = new Map<string, string | number>()
  const scopes = partsOf(reader, attributes, (field, map, at) => {
    if (field === 1) keyValue(at, map, isOfResource)
  })
  const resource = {
    service: String(attributes.get('service.name') ?? ''),
    release: textOr(attributes.get('service.version')),
  }
  readParts(reader, scopes, () => scopeSpans(reader, resource, into))
}

const isOfResource = (name: string) => name === 'service.name' || name === 'service.version'

const textOr = (value: string | number | undefined) => (value === undefined ? null : String(value))

function scopeSpans(reader: PbfReader, resource: Resource, into: SpanSet): void {
  const head = { scope: '' }
  const spans = partsOf(reader, head, (field, into, at) => {
    if (field === 1) into.scope = at.readString()
  })
  readParts(reader, spans, () => {
    const draft = message(reader, spanField, newDraft())
    const { start, end } = draft
    into.add({
      ...resource,
      ...draft,
      scope: head.scope,
      kind: kindOf(draft.kind),
      startUs: start.high * (2 ** 32 / 1000) + start.low / 1000,
      durationMs: ((end.high - start.high) * 2 ** 32 + (end.low - start.low)) / 1e6,
    })
  })
}

const newDraft = () => ({
  traceId: '',
  id: '',
  parentId: '',
  name: '',
  kind: 0,
  start: { high: 0, low: 0 },
  end: { high: 0, low: 0 },
  isError: false,
  attributes: new Map<string, string | number>(),
})

const spanField: Read<ReturnType<typeof newDraft>> = (field, draft, at) => {
  if (field === 1) draft.traceId = hex(at)
  else if (field === 2) draft.id = hex(at)
  else if (field === 4) draft.parentId = hex(at)
  else if (field === 5) draft.name = at.readString()
  else if (field === 6) draft.kind = at.readVarint()
  else if (field === 7) draft.start = moment(at)
  else if (field === 8) draft.end = moment(at)
  else if (field === 9) keyValue(at, draft.attributes, isWanted)
  else if (field === 15)
    message(
      at,
      (inner, status, deeper) => {
        if (inner === 3) status.isError = deeper.readVarint() === ERROR_STATUS
      },
      draft,
    )
}

/** Nanoseconds do not fit a number: the halves are kept apart until they are subtracted. */
function moment(reader: PbfReader) {
  const low = reader.readFixed32()
  return { low, high: reader.readFixed32() }
}

const hex = (reader: PbfReader) => {
  const bytes = reader.readBytes()
  return bytes.length > 16 ? '' : Buffer.from(bytes).toString('hex')
}

/** Key first is what every writer does; a value before its key is not kept. Lists and maps are none of the kept kinds. */
function keyValue(
  reader: PbfReader,
  into: Values['attributes'],
  isKept: (name: string) => boolean,
): void {
  const pair = { key: '' }
  message(
    reader,
    (field, found, at) => {
      if (field === 1) found.key = at.readString()
      else if (field === 2 && isKept(found.key)) {
        const value = message(at, anyValue, { value: undefined as string | number | undefined })
        if (value.value !== undefined) into.set(found.key, value.value)
      }
    },
    pair,
  )
}

const anyValue: Read<{ value: string | number | undefined }> = (field, found, at) => {
  if (field === 1) found.value = at.readString()
  else if (field === 3) found.value = at.readVarint(true)
  else if (field === 4) found.value = at.readDouble()
}
