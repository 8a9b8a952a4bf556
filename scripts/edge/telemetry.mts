/** How does a run look from inside, and what did it find? A span per skill and the numbers as metrics, sent only when an OTLP endpoint is configured. */

import type { Meter, Span, Tracer } from '@opentelemetry/api'
import type { Assessment } from '../core/verdict.mts'

let tracer: Tracer | null = null
let meter: Meter | null = null
let stop: () => Promise<void> = async () => {}

/** Loads the SDK only when somebody listens: it costs a quarter of a second. */
export async function startTelemetry(version: string): Promise<void> {
  const isWanted = { traces: isListening('TRACES'), metrics: isListening('METRICS') }
  if ((!isWanted.traces && !isWanted.metrics) || process.env.OTEL_SDK_DISABLED === 'true') return
  const [{ NodeSDK }, { metrics, trace }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/api'),
  ])
  const {
    OTEL_TRACES_EXPORTER = isWanted.traces ? 'otlp' : 'none',
    OTEL_METRICS_EXPORTER = isWanted.metrics ? 'otlp' : 'none',
    OTEL_LOGS_EXPORTER = 'none',
  } = process.env
  Object.assign(process.env, { OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER, OTEL_LOGS_EXPORTER })
  const sdk = new NodeSDK({
    serviceName: process.env.OTEL_SERVICE_NAME ?? 'shipworthy',
    autoDetectResources: false,
  })
  sdk.start()
  tracer = OTEL_TRACES_EXPORTER === 'none' ? null : trace.getTracer('shipworthy', version)
  meter = OTEL_METRICS_EXPORTER === 'none' ? null : metrics.getMeter('shipworthy', version)
  // A dead collector must not hold the verdict back.
  stop = () =>
    Promise.race([sdk.shutdown(), new Promise<void>(done => setTimeout(done, 2000).unref())]).catch(
      () => {},
    )
}

export async function stopTelemetry(): Promise<void> {
  await stop()
  stop = async () => {}
  tracer = null
  meter = null
}

const isListening = (signal: 'TRACES' | 'METRICS') =>
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined ||
  process.env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`] !== undefined

/**
 * Score, dimensions and measures as gauges: `shipworthy.score`, `shipworthy.dimension.score` and `shipworthy.measure`,
 * which names measure, skill and subject in its attributes. Sent when telemetry stops; without a listener nothing happens.
 */
export function recordMetrics({ run, score, outcomes }: Assessment): void {
  if (meter === null) return
  const of = { 'shipworthy.project': run.slug, 'vcs.ref.head.revision': run.commit ?? '' }
  const about = run.release === null ? of : { ...of, 'service.version': run.release }
  const total = meter.createGauge('shipworthy.score', { description: 'Total score, 0 to 100' })
  if (score.value !== null) total.record(score.value, about)
  const dimension = meter.createGauge('shipworthy.dimension.score')
  for (const { id, value } of score.dimensions)
    if (value !== null) dimension.record(value, { ...about, 'shipworthy.dimension': id })
  const measure = meter.createGauge('shipworthy.measure')
  // Series of single files are for the history: a metrics store is paid by the series.
  for (const { skill, measures } of outcomes)
    for (const { name, value } of measures.filter(({ subject }) => subject === ''))
      measure.record(value, { ...about, 'shipworthy.skill': skill, 'shipworthy.measure': name })
}

/** Runs work inside a span; without a listener it is just the work. */
export async function inSpan<T>(name: string, work: (span: Span | null) => Promise<T>): Promise<T> {
  if (tracer === null) return work(null)
  return tracer.startActiveSpan(name, async span => {
    try {
      return await work(span)
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error))
      span.setStatus({ code: 2 })
      throw error
    } finally {
      span.end()
    }
  })
}
