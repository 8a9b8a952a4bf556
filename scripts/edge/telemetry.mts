/** How does a run look from inside? One trace, a span per skill, sent only when an OTLP endpoint is configured. */

import type { Span, Tracer } from '@opentelemetry/api'

let tracer: Tracer | null = null
let stop: () => Promise<void> = async () => {}

/** Loads the SDK only when somebody listens: it costs a quarter of a second. */
export async function startTelemetry(version: string): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SDK_DISABLED } =
    process.env
  const isWanted =
    OTEL_EXPORTER_OTLP_ENDPOINT !== undefined || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined
  if (!isWanted || OTEL_SDK_DISABLED === 'true') return
  const [{ NodeSDK }, { trace }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/api'),
  ])
  const { OTEL_METRICS_EXPORTER = 'none', OTEL_LOGS_EXPORTER = 'none' } = process.env
  Object.assign(process.env, { OTEL_METRICS_EXPORTER, OTEL_LOGS_EXPORTER })
  const sdk = new NodeSDK({
    serviceName: process.env.OTEL_SERVICE_NAME ?? 'shipworthy',
    autoDetectResources: false,
  })
  sdk.start()
  tracer = trace.getTracer('shipworthy', version)
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
}

/** Runs work inside a span; without a listener it is just the work. */
export async function inSpan<T>(
  name: string,
  work: (span: Span | null) => Promise<T>,
  attributes: Record<string, string> = {},
): Promise<T> {
  if (tracer === null) return work(null)
  return tracer.startActiveSpan(name, { attributes }, async span => {
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
