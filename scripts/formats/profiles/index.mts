/** What kind of profile is this? Told by its content, whatever its name. */

import { reasonOf } from '../../core/fault.mts'
import { parseJson } from '../parse.mts'
import { readCpuProfile } from './cpuprofile.mts'
import { readJfr, readSpeedscope } from './json.mts'
import { readPprof } from './pprof.mts'
import type { FunctionTable, Profile } from './profile.mts'
import { isPstats, readPstats } from './pstats.mts'
import { readCProfile, readFolded } from './text.mts'

export type ReadProfile = Profile | FunctionTable

const KNOWN =
  'no profile that is known: .cpuprofile, pprof, speedscope, folded stacks, cProfile’s file or printed table, or jfr print --json'

/** Bytes already unpacked. Never throws: the profile, or why there is none as the end of a sentence that names the file. */
export function readProfile(
  name: string,
  bytes: Uint8Array,
): ReadProfile | { readonly why: string } {
  if (bytes.length === 0) return { why: 'is empty' }
  try {
    return found(name, bytes) ?? { why: `is ${KNOWN}` }
  } catch (error) {
    return { why: `cannot be used: ${reasonOf(error)}` }
  }
}

function found(name: string, bytes: Uint8Array): ReadProfile | null {
  if (isPstats(bytes)) return readPstats(name, bytes)
  // Small numbers are everywhere in protobuf and nowhere in text.
  if (bytes.subarray(0, 512).some(byte => byte < 9)) return readPprof(name, bytes)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (/^\s*\{/.test(text.slice(0, 100))) {
    const parsed = parseJson(text)
    if (typeof parsed === 'string') throw new Error(parsed.replace(/\.$/, ''))
    const { fields: json } = parsed
    return readCpuProfile(name, json) ?? readSpeedscope(name, json) ?? readJfr(name, json)
  }
  return readCProfile(name, text) ?? readFolded(name, text)
}
