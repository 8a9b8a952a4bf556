/** What bytes does a file hold that somebody named? Unpacked where it is gzip, within limits. */

import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { reasonOf, UserFault } from '../core/fault.mts'

const LARGEST = 256 * 1024 * 1024
const MEGABYTE = 1024 * 1024

/** A file that cannot be used is the user's fault, in one sentence; the two ends say what was wanted, and what helps. */
export async function readPacked(path: string, wanted: string, smaller: string): Promise<Buffer> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) throw new UserFault(`${path} is no file: ${wanted}.`)
  if (found.size > LARGEST)
    throw new UserFault(`${path} has over ${LARGEST / MEGABYTE} MB: ${smaller}.`)
  const bytes = await readFile(path)
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  return isPacked ? await unpacked(path, bytes, smaller) : bytes
}

async function unpacked(path: string, bytes: Buffer, smaller: string): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: LARGEST })
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new UserFault(
      isLarge
        ? `${path} unpacks to over ${LARGEST / MEGABYTE} MB: ${smaller}.`
        : `${path} is not the gzip file it begins as: ${reasonOf(error)}.`,
    )
  }
}
