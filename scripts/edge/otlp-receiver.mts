/** How do traces reach us without a server? A small OTLP/HTTP receiver of our own: this machine only, bounded, JSON and protobuf. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, inflate } from 'node:zlib'
import { reasonOf } from '../core/fault.mts'
import { parseJson } from '../formats/parse.mts'
import { readOtlpJson } from '../formats/traces/otlp.mts'
import { readOtlpProtobuf } from '../formats/traces/otlp-protobuf.mts'
import type { SpanSet } from '../formats/traces/span-set.mts'
import { type Listening, listen } from './listen.mts'

export interface ReceiverOptions {
  readonly into: SpanSet
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** 127.0.0.1 unless a person asks for more. */
  readonly host?: string
}

/** Its `url` is for OTEL_EXPORTER_OTLP_ENDPOINT. */
export interface Receiver extends Listening {
  /** Requests refused, by what was said to them. */
  readonly refused: ReadonlyMap<string, number>
}

/** Unpacked size of one message; exporters send far less than a megabyte. */
const LARGEST_BODY = 16 * 1024 * 1024

/** Bodies being read at one time, all together. */
const LARGEST_IN_FLIGHT = 64 * 1024 * 1024

const unpack = { gzip: promisify(gunzip), deflate: promisify(inflate) }

/** Answers what a sender understands: 400 and 413 are final, 503 is tried again. */
class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Starts to listen; throws a UserFault when the port is taken. Metrics and logs are accepted and forgotten. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { into, port = 0, host = '127.0.0.1' } = options
  const refused = new Map<string, number>()
  const flight = { bytes: 0 }
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000 },
    (request, reply) => {
      answer(request, reply, into, flight).catch((error: unknown) => {
        const reason = reasonOf(error)
        refused.set(reason, (refused.get(reason) ?? 0) + 1)
        refuse(request, reply, error instanceof Refusal ? error.status : 400, reason)
      })
    },
  )
  server.maxConnections = 256
  server.unref()
  return { ...(await listen(server, host, port)), refused }
}

async function answer(
  request: IncomingMessage,
  reply: ServerResponse,
  into: SpanSet,
  flight: { bytes: number },
): Promise<void> {
  const path = (request.url ?? '').replace(/\?.*$/, '')
  if (!/^\/v1\/(?:traces|metrics|logs)$/.test(path))
    throw new Refusal(404, 'only /v1/traces, /v1/metrics and /v1/logs are served here')
  if (request.method !== 'POST') throw new Refusal(405, 'OTLP is sent with POST')
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json' && type !== 'application/x-protobuf')
    throw new Refusal(415, 'OTLP comes as application/json or application/x-protobuf')
  const body = await bodyOf(request, flight)
  const before = into.leftOut
  if (path === '/v1/traces') readMessage(type, body, into)
  const dropped = into.leftOut.dropped - before.dropped
  const json =
    dropped === 0
      ? {}
      : { partialSuccess: { rejectedSpans: String(dropped), errorMessage: 'the receiver is full' } }
  reply.writeHead(200, { 'content-type': type })
  reply.end(type === 'application/json' ? JSON.stringify(json) : '')
}

function readMessage(type: string, body: Buffer, into: SpanSet): void {
  if (type === 'application/x-protobuf') {
    readOtlpProtobuf(body, into)
    return
  }
  const parsed = parseJson(body.toString('utf8'))
  if (typeof parsed === 'string') throw new Refusal(400, parsed)
  readOtlpJson(parsed.fields, into)
}

async function bodyOf(request: IncomingMessage, flight: { bytes: number }): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      flight.bytes += chunk.length
      if (size > LARGEST_BODY) throw new Refusal(413, 'a message may have 16 MB')
      if (flight.bytes > LARGEST_IN_FLIGHT) throw new Refusal(503, 'too much at once')
      chunks.push(chunk)
    }
    return await unpacked(Buffer.concat(chunks), request.headers['content-encoding'])
  } finally {
    flight.bytes -= size
  }
}

async function unpacked(body: Buffer, encoding = 'identity'): Promise<Buffer> {
  if (encoding === 'identity') return body
  if (encoding !== 'gzip' && encoding !== 'deflate')
    throw new Refusal(415, 'a message may be packed with gzip or deflate')
  try {
    return await unpack[encoding](body, { maxOutputLength: LARGEST_BODY })
  } catch (error) {
    const isBomb = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw isBomb
      ? new Refusal(413, 'a message may have 16 MB, unpacked')
      : new Refusal(400, `the message is not ${encoding}`)
  }
}

/** The rest of the body is not read: the connection ends with the answer. */
function refuse(request: IncomingMessage, reply: ServerResponse, status: number, why: string) {
  if (reply.headersSent || reply.destroyed) return
  reply.writeHead(status, {
    'content-type': 'application/json',
    connection: 'close',
    ...(status === 503 ? { 'retry-after': '1' } : {}),
  })
  reply.end(JSON.stringify({ code: status, message: why }), () => request.destroy())
}
