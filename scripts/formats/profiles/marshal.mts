/** What does a file say that Python's `marshal` wrote? The values a profile is made of, and nothing that could run. */

/** Tuples and dictionaries come as lists, dictionaries as pairs; `null` is None. */
export type Marshalled = number | string | boolean | null | readonly Marshalled[] | Pairs

export class Pairs {
  readonly entries: (readonly [Marshalled, Marshalled])[] = []
}

/** Values in values: a profile has four. */
const DEEPEST = 16
const MOST = 10_000_000

/** The type of a value is a letter; this bit on it says that later values may refer to this one. */
const REFERABLE = 0x80
const letter = (code: number) => String.fromCharCode(code & ~REFERABLE)

/** Stands for a value that is still being read: nothing that a profile holds contains itself. */
const UNFINISHED = Symbol('unfinished')

interface Source {
  readonly view: DataView
  at: number
  values: number
  readonly references: (Marshalled | typeof UNFINISHED)[]
  /** What Python 2 refers to by another number. */
  readonly interned: string[]
}

/** Format versions 2 to 4 (Python 2.5 to 3.13). Throws, in the words that end a sentence about the file. */
export function readMarshal(bytes: Uint8Array): Marshalled {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return value({ view, at: 0, values: 0, references: [], interned: [] }, 0)
}

function value(source: Source, depth: number): Marshalled {
  const code = source.view.getUint8(passed(source, 1))
  source.values += 1
  if (depth > DEEPEST || source.values > MOST) throw new Error('it holds more than a profile does')
  if (letter(code) === 'r') return referred(source)
  const place = code & REFERABLE ? source.references.push(UNFINISHED) - 1 : null
  const read = body(source, letter(code), depth)
  if (place !== null) source.references[place] = read
  return read
}

function referred(source: Source): Marshalled {
  const known = source.references[number32(source)]
  return known === undefined || known === UNFINISHED ? unknown() : known
}

function unknown(): never {
  throw new Error('a value in it refers to none')
}

function interned(source: Source, name: string): string {
  source.interned.push(name)
  return name
}

function body(source: Source, type: string, depth: number): Marshalled {
  switch (type) {
    case 'N':
      return null
    case 'T':
    case 'F':
      return type === 'T'
    case 'i':
      return number32(source)
    case 'l':
      return longNumber(source)
    case 'g':
      return source.view.getFloat64(passed(source, 8), true)
    case 't':
      return interned(source, text(source, number32(source), 'utf8'))
    case 'R':
      return source.interned[number32(source)] ?? unknown()
    case 's':
    case 'u':
      return text(source, number32(source), 'utf8')
    case 'a':
    case 'A':
      return text(source, number32(source), 'latin1')
    case 'z':
    case 'Z':
      return text(source, source.view.getUint8(passed(source, 1)), 'latin1')
    case ')':
      return tuple(source, source.view.getUint8(passed(source, 1)), depth)
    case '(':
      return tuple(source, number32(source), depth)
    case '{':
      return dictionary(source, depth)
    default:
      throw new Error('it holds values that no profile has')
  }
}

/** Where the next value of so many bytes begins. */
function passed(source: Source, bytes: number): number {
  source.at += bytes
  return source.at - bytes
}

const number32 = (source: Source) => source.view.getInt32(passed(source, 4), true)

/** Digits of 15 bits, the lowest first; their count bears the sign. */
function longNumber(source: Source): number {
  const count = number32(source)
  let whole = 0
  for (let digit = 0; digit < Math.abs(count); digit += 1)
    whole += source.view.getUint16(passed(source, 2), true) * 2 ** (15 * digit)
  return count < 0 ? -whole : whole
}

function text(source: Source, length: number, encoding: 'utf8' | 'latin1'): string {
  const { view, at } = source
  if (length < 0 || at + length > view.byteLength) throw new RangeError('it ends too early')
  source.at += length
  return Buffer.from(view.buffer, view.byteOffset + at, length).toString(encoding)
}

function tuple(source: Source, length: number, depth: number): readonly Marshalled[] {
  if (length < 0 || source.at + length > source.view.byteLength)
    throw new RangeError('it ends too early')
  return Array.from({ length }, () => value(source, depth + 1))
}

/** Ends with a key of type `0`, which is no value. */
function dictionary(source: Source, depth: number): Pairs {
  const pairs = new Pairs()
  while (letter(source.view.getUint8(source.at)) !== '0')
    pairs.entries.push([value(source, depth + 1), value(source, depth + 1)])
  source.at += 1
  return pairs
}
