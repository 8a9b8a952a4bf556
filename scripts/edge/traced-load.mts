/** What does an app under load say of itself? Each load has a receiver for the traces it sends; their spans are kept together. */

import type { Answer } from '../core/lens.mts'
import type { LoadSpec, LoadTurn, TracedRun } from '../core/load.mts'
import { sum } from '../core/sum.mts'
import { traceEvidence } from '../core/traces/evidence.mts'
import { placeCode } from '../core/traces/place.mts'
import type { TraceEvidence } from '../core/traces/rows.mts'
import { stepsOf } from '../core/traces/side-by-side.mts'
import { createSpanSet, MOST_SPANS, type SpanSet } from '../formats/traces/span-set.mts'
import { runLoad } from './load.mts'
import { startReceiver } from './otlp-receiver.mts'
import { SEND_AT_ONCE } from './traces.mts'

export interface TracedLoad {
  load(spec: LoadSpec, seconds: number, turn?: LoadTurn): Promise<Answer<TracedRun>>
  /** Null while no span came. */
  evidence(apdexMs: number): TraceEvidence | null
}

/** @param paths files of the project: only their code is named. */
export function tracedLoad(folder: string, paths: readonly string[]): TracedLoad {
  const sets: SpanSet[] = []
  const sizeOf = () => sum(sets, ({ size }) => size)
  return {
    async load(spec, seconds, turn) {
      const into = createSpanSet({ placeCode: placeCode(paths), most: MOST_SPANS - sizeOf() })
      sets.push(into)
      const receiver = await startReceiver({ into })
      try {
        const env = { ...SEND_AT_ONCE, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }
        const ran = await runLoad(folder, spec, env, seconds, turn)
        return ran.ok ? { ok: true, value: { ...ran.value, steps: stepsOf(into.traces()) } } : ran
      } finally {
        await receiver.stop()
      }
    },
    evidence: apdexMs => (sizeOf() === 0 ? null : traceEvidence(together(sets), apdexMs)),
  }
}

const together = (sets: readonly SpanSet[]) => ({
  *traces() {
    for (const set of sets) yield* set.traces()
  },
  leftOut: {
    dropped: sum(sets, ({ leftOut }) => leftOut.dropped),
    duplicates: sum(sets, ({ leftOut }) => leftOut.duplicates),
    unreadable: sum(sets, ({ leftOut }) => leftOut.unreadable),
  },
})
