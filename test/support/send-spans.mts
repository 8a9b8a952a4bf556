/** Two spans with fixed times, sent by OpenTelemetry's own exporter: run with OTEL_EXPORTER_OTLP_ENDPOINT. */

import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'

const sdk = new NodeSDK({ autoDetectResources: true })
sdk.start()
const tracer = trace.getTracer('test')
const start = 1_750_000_000_000
tracer.startActiveSpan(
  'GET /a/:id',
  {
    kind: SpanKind.SERVER,
    startTime: start,
    attributes: {
      'http.request.method': 'GET',
      'http.route': '/a/:id',
      'http.response.status_code': 500,
      'http.request.header.cookie': ['secret'],
    },
  },
  request => {
    const query = tracer.startSpan('SELECT', {
      kind: SpanKind.CLIENT,
      startTime: start + 3,
      attributes: {
        'db.system.name': 'postgresql',
        'db.query.text': "SELECT a FROM t WHERE b = 'secret'",
      },
    })
    query.end(start + 8.25)
    request.setStatus({ code: SpanStatusCode.ERROR, message: 'secret' })
    request.recordException(new Error('secret'))
    request.end(start + 20.5)
  },
)
await sdk.shutdown()
