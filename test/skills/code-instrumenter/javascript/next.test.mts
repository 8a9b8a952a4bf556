import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, plan } from '../plan.mts'
import { next } from './sources.mts'

test('Next.js gets the file it loads by itself, beside its pages', async t => {
  const { after, evidence } = await plan(t, {
    'next.config.ts': 'export default {}\n',
    'src/app/page.tsx': 'export default () => null\n',
    'src/app/api/users/[id]/route.ts': 'export async function GET() {}\n',
    'package.json': next('15.4.0-canary.47'),
    'tsconfig.json': '{}',
  })
  assert.match(after('src/instrumentation.ts'), /export async function register/)
  assert.match(after('package.json'), /"@vercel\/otel"/)
  assert.deepEqual(
    evidence.services[0]?.endpoints.map(({ path }) => path),
    ['/api/users/{id}', '/'],
  )
})

const below = (config: string): Files => ({
  'next.config.mjs': config,
  'pages/index.js': 'export default () => null\n',
  'package.json': next('^16.0.0').replace(
    '"next"',
    '"pg": "^8.0.0", "ioredis": "^5.0.0", "postgres": "^3.0.0", "@prisma/client": "^6.1.0", "@neondatabase/serverless": "1", "next"',
  ),
})

test('drivers that Next.js leaves outside get spans; others are named before and after', async t => {
  const files = below('export default {}\n')
  const first = await plan(t, files)
  const written = first.after('instrumentation.js')
  assert.match(written, /import\('@opentelemetry\/instrumentation-pg'\)/)
  assert.match(written, /instrumentations: \['auto', new PgInstrumentation\(\{\}\)\]/)
  assert.doesNotMatch(written, /ioredis/)
  assert.match(first.after('package.json'), /"@opentelemetry\/instrumentation-pg"/)
  const made = first.changes.map(({ path, after }) => [path, after])
  for (const { judged } of [first, await plan(t, { ...files, ...Object.fromEntries(made) })])
    assert.deepEqual(
      judged.proposals?.flatMap(({ why }) => (why.startsWith('calls of') ? [why] : [])),
      [
        'calls of ioredis get no spans: Next.js puts it into the program, where no hook sees it. List it in next.config.mjs under serverExternalPackages, then --undo and --apply',
        'calls of Postgres.js get no spans: it has no instrumentor',
        'calls of Prisma get no spans: below Next.js it is added by hand: install @prisma/instrumentation, and put its new PrismaInstrumentation() into the list in the instrumentation file',
      ],
    )
})

test('a driver that the settings of Next.js leave outside gets spans', async t => {
  const { after, judged } = await plan(
    t,
    below("export default { serverExternalPackages: [\n  'ioredis',\n] }\n"),
  )
  assert.match(after('instrumentation.js'), /new PgInstrumentation.*new IORedisInstrumentation/)
  assert.equal(
    judged.proposals?.some(({ why }) => why.startsWith('calls of ioredis')),
    false,
  )
})
