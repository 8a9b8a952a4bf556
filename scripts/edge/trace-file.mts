/** What does a trace file on disk hold? Its spans, whatever wrote it. */

import { UserFault } from '../core/fault.mts'
import { readTraces } from '../formats/traces/index.mts'
import type { SpanSet } from '../formats/traces/span-set.mts'
import { readPacked } from './packed-file.mts'

/** Adds the file's spans to the set; a file that cannot be used is the user's fault, in one sentence. */
export async function readTraceFile(path: string, into: SpanSet): Promise<void> {
  const wanted = '--traces takes a trace file or the address of a Jaeger'
  const why = readTraces(await readPacked(path, wanted, 'export fewer traces into it'), into)
  if (why !== null) throw new UserFault(`${path} ${why}.`)
}
