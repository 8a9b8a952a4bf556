/** What does an app under load say of itself? Each load has a receiver for the traces it sends; their spans are kept together. */

import type { Answer } from '../core/lens.mts'
import type { LoadRun, LoadSpec, LoadTurn } from '../core/load.mts'
import { traceEvidence } from '../core/traces/evidence.mts'
import { placeCode } from '../core/traces/place.mts'
import type { TraceEvidence } from '../core/traces/rows.mts'
import { createSpanSet } from '../formats/traces/span-set.mts'
import { runLoad } from './load.mts'
import { startReceiver } from './otlp-receiver.mts'
import { SEND_AT_ONCE } from './traces.mts'

export interface TracedLoad {
  load(spec: LoadSpec, seconds: number, turn?: LoadTurn): Promise<Answer<LoadRun>>
  /** Null while no span came. */
  evidence(apdexMs: number): TraceEvidence | null
}

/** @param paths files of the project: only their code is named. */
export function tracedLoad(folder: string, paths: readonly string[]): TracedLoad {
  const into = createSpanSet({ placeCode: placeCode(paths) })
  return {
    async load(spec, seconds, turn) {
      const receiver = await startReceiver({ into })
      try {
        const env = { ...SEND_AT_ONCE, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }
        return await runLoad(folder, spec, env, seconds, turn)
      } finally {
        await receiver.stop()
      }
    },
    evidence: apdexMs => (into.size === 0 ? null : traceEvidence(into, apdexMs)),
  }
}
