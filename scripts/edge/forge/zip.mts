/** What does one file of a zip archive say? Read in memory under its exact name: nothing is unpacked, so no path leads anywhere. */

import { fromBuffer, type ZipFile } from 'yauzl'
import { reasonOf } from '../../core/fault.mts'
import type { Answer } from '../../core/lens.mts'

const MOST_ENTRIES = 100

/** At most `most` bytes, whatever the archive claims about itself. */
export async function fileInZip(
  bytes: Buffer,
  name: string,
  most: number,
): Promise<Answer<string>> {
  try {
    const text = await read(bytes, name, most)
    return text === null ? { ok: false, why: `it holds no ${name}` } : { ok: true, value: text }
  } catch (error) {
    return { ok: false, why: `it cannot be read: ${reasonOf(error)}` }
  }
}

const read = (bytes: Buffer, name: string, most: number) =>
  new Promise<string | null>((done, failed) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, archive) => {
      if (error) return failed(error)
      if (archive.entryCount > MOST_ENTRIES) return failed(new Error('it lists too many files'))
      archive.on('error', failed)
      archive.on('end', () => done(null))
      archive.on('entry', entry => {
        if (entry.fileName !== name) return archive.readEntry()
        if (entry.uncompressedSize > most) return failed(new Error(`${name} is too large`))
        contents(archive, entry, most).then(done, failed)
      })
      archive.readEntry()
    })
  })

const contents = (
  archive: ZipFile,
  entry: Parameters<ZipFile['openReadStream']>[0],
  most: number,
) =>
  new Promise<string>((done, failed) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) return failed(error)
      const chunks: Buffer[] = []
      let size = 0
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > most) stream.destroy(new Error('it is larger than it says'))
        else chunks.push(chunk)
      })
      stream.on('error', failed)
      stream.on('end', () => done(Buffer.concat(chunks).toString('utf8')))
    })
  })
