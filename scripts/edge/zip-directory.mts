/** What files does a zip archive list? Its directory alone is read: nothing is unpacked, whatever the archive's size. */

import { type Entry, open } from 'yauzl'
import { reasonOf } from '../core/fault.mts'
import type { Answer, ArchiveEntry } from '../core/lens.mts'

const MOST_ENTRIES = 200_000

/** Never throws: a file that is no archive is one sentence. */
export async function zipDirectory(path: string): Promise<Answer<readonly ArchiveEntry[]>> {
  try {
    return { ok: true, value: await entriesOf(path) }
  } catch (error) {
    return { ok: false, why: `it cannot be read as a zip archive: ${reasonOf(error)}` }
  }
}

const entriesOf = (path: string) =>
  new Promise<readonly ArchiveEntry[]>((done, failed) => {
    open(path, { lazyEntries: true, validateEntrySizes: false }, (error, archive) => {
      if (error) {
        failed(error)
        return
      }
      const entries: ArchiveEntry[] = []
      if (archive.entryCount > MOST_ENTRIES) {
        archive.close()
        failed(new Error('it lists over 200,000 files'))
        return
      }
      archive.on('error', failed)
      archive.on('end', () => done(entries))
      archive.on('entry', (entry: Entry) => {
        const { fileName, compressedSize } = entry
        if (!fileName.endsWith('/')) entries.push({ path: fileName, packedBytes: compressedSize })
        archive.readEntry()
      })
      archive.readEntry()
    })
  })
