/** What does a file say that `python -m cProfile -o` wrote? Functions with their times; callers are left out. */

import { compareText } from '../../core/order.mts'
import { type Marshalled, Pairs, readMarshal } from './marshal.mts'
import type { FunctionTable, FunctionTime } from './profile.mts'

/** A dictionary that begins with a tuple, or is empty: nothing in JSON begins like that. */
export function isPstats(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  return (first & 0x7f) === 0x7b && [0x28, 0x29, 0x30].includes(second & 0x7f)
}

/** Throws where it is none, in the words that end a sentence about the file. */
export function readPstats(name: string, bytes: Uint8Array): FunctionTable {
  const read = marshalled(bytes)
  const functions = read instanceof Pairs ? read.entries.map(functionIn) : []
  if (functions.length === 0) throw new Error('no function ran while it was written')
  functions.sort((a, b) => b.self - a.self || b.total - a.total || compareText(a.name, b.name))
  return { name, unit: 'ms', functions }
}

function marshalled(bytes: Uint8Array): Marshalled {
  try {
    return readMarshal(bytes)
  } catch (error) {
    if (error instanceof RangeError) throw new Error('it ends in the middle of a value')
    throw error
  }
}

/** `(file, line, name): (calls without recursion, calls, own time, time with callees, callers)`, in seconds. */
function functionIn([key, row]: readonly [Marshalled, Marshalled]): FunctionTime {
  const [file, line, name] = listIn(key)
  const [, , self, total] = listIn(row)
  const isRead =
    typeof file === 'string' &&
    typeof line === 'number' &&
    typeof name === 'string' &&
    Number.isFinite(self) &&
    Number.isFinite(total)
  if (!isRead) throw new Error('its entries are not those of a profile')
  const times = { self: Number(self) * 1000, total: Number(total) * 1000 }
  // As Python prints what is not written in Python.
  if (file === '~' && line === 0)
    return { name: name.replace(/^<(.*)>$/, '{$1}'), file: null, line: null, ...times }
  return { name, file, line: line === 0 ? null : line, ...times }
}

const listIn = (value: Marshalled): readonly Marshalled[] => (Array.isArray(value) ? value : [])
