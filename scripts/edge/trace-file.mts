/** What does a trace file on disk hold? Unpacked where it is gzip, within limits, whatever wrote it. */

import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { reasonOf, UserFault } from '../core/fault.mts'
import { readTraces } from '../formats/traces/index.mts'
import type { SpanSet } from '../formats/traces/span-set.mts'

const LARGEST = 256 * 1024 * 1024
const MEGABYTE = 1024 * 1024

/** Adds the file's spans to the set; a file that cannot be used is the user's fault, in one sentence. */
export async function readTraceFile(path: string, into: SpanSet): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile())
    throw new UserFault(
      `${path} is no file: --traces takes a trace file or the address of a Jaeger.`,
    )
  if (found.size > LARGEST)
    throw new UserFault(`${path} has over ${LARGEST / MEGABYTE} MB: export fewer traces into it.`)
  const bytes = await readFile(path)
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  const why = readTraces(isPacked ? await unpacked(path, bytes) : bytes, into)
  if (why !== null) throw new UserFault(`${path} ${why}.`)
}

async function unpacked(path: string, bytes: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: LARGEST })
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new UserFault(
      isLarge
        ? `${path} unpacks to over ${LARGEST / MEGABYTE} MB: export fewer traces into it.`
        : `${path} is not the gzip file it begins as: ${reasonOf(error)}.`,
    )
  }
}
