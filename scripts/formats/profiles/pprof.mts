/** What does a pprof profile say (Go, and many others)? Its first time value, stack by stack. */

import { PbfReader } from 'pbf'
import { type Frame, PER_MS, type Profile } from './profile.mts'
import { createStacks } from './stacks.mts'

/** Field numbers are those of pprof's profile.proto. */
type Numbers = number[]

interface Raw {
  readonly types: { type: number; unit: number }[]
  readonly samples: { locations: Numbers; values: Numbers }[]
  readonly locations: Map<number, { lines: { function: number; line: number }[] }>
  readonly functions: Map<number, { name: number; file: number }>
  readonly strings: string[]
}

const MOST = 2_000_000

/** Unpacked bytes; throws where they are no pprof profile. The last time value is taken, else the last of all. */
export function readPprof(name: string, bytes: Uint8Array): Profile | null {
  const raw = read(bytes)
  if (raw.types.length === 0 || raw.samples.length === 0) return null
  const units = raw.types.map(({ unit }) => raw.strings[unit] ?? '')
  const timed = units.findLastIndex(unit => unit in PER_MS)
  const column = timed === -1 ? units.length - 1 : timed
  const unit = units[column] ?? ''
  const factor = PER_MS[unit] ?? 1
  const stacks = createStacks()
  const frameOf = framesOf(raw)
  for (const { locations, values } of raw.samples) {
    const stack = locations.flatMap(frameOf).reverse().map(stacks.frame)
    stacks.add(stack, (values[column] ?? 0) * factor)
  }
  return stacks.profile(name, timed !== -1 ? 'ms' : unit === 'bytes' ? 'bytes' : 'count')
}

/** Innermost first, as pprof has them; a location with several lines is code that was inlined. */
const framesOf =
  (raw: Raw) =>
  (id: number): readonly Frame[] => {
    const lines = raw.locations.get(id)?.lines ?? []
    return lines.map(({ function: of, line }) => {
      const known = raw.functions.get(of)
      const named = raw.strings[known?.name ?? 0] || '(unknown)'
      return { name: named, file: raw.strings[known?.file ?? 0] || null, line: line || null }
    })
  }

function read(bytes: Uint8Array): Raw {
  const raw: Raw = {
    ...{ types: [], samples: [], strings: [] },
    ...{ locations: new Map(), functions: new Map() },
  }
  const reader = new PbfReader(bytes)
  reader.readFields((field, into, at) => {
    if (into.samples.length > MOST) throw new Error('it holds over two million samples')
    if (field === 1) into.types.push(message(at, pairField, { type: 0, unit: 0 }))
    else if (field === 2) into.samples.push(message(at, sampleField, { locations: [], values: [] }))
    else if (field === 4) {
      const location = message(at, locationField, { id: 0, lines: [] })
      into.locations.set(location.id, location)
    } else if (field === 5) {
      const named = message(at, functionField, { id: 0, name: 0, file: 0 })
      into.functions.set(named.id, named)
    } else if (field === 6) into.strings.push(at.readString())
  }, raw)
  if (reader.pos !== bytes.length) throw new Error('it is cut off')
  return raw
}

type Read<T> = (field: number, into: T, reader: PbfReader) => void

function message<T>(reader: PbfReader, fields: Read<T>, into: T): T {
  const end = reader.readVarint() + reader.pos
  if (end > reader.length) throw new Error('it is cut off')
  return reader.readFields(fields, into, end)
}

const pairField: Read<{ type: number; unit: number }> = (field, into, at) => {
  if (field === 1) into.type = at.readVarint()
  else if (field === 2) into.unit = at.readVarint()
}

const sampleField: Read<{ locations: Numbers; values: Numbers }> = (field, into, at) => {
  if (field === 1) at.readPackedVarint(into.locations)
  else if (field === 2) at.readPackedVarint(into.values, true)
}

const locationField: Read<{ id: number; lines: { function: number; line: number }[] }> = (
  field,
  into,
  at,
) => {
  if (field === 1) into.id = at.readVarint()
  else if (field === 4) into.lines.push(message(at, lineField, { function: 0, line: 0 }))
}

const lineField: Read<{ function: number; line: number }> = (field, into, at) => {
  if (field === 1) into.function = at.readVarint()
  else if (field === 2) into.line = at.readVarint(true)
}

const functionField: Read<{ id: number; name: number; file: number }> = (field, into, at) => {
  if (field === 1) into.id = at.readVarint()
  else if (field === 2) into.name = at.readVarint()
  else if (field === 4) into.file = at.readVarint()
}
