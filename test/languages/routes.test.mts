/** What do rows of routes say, and does the join of routers end whatever they are? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SourceFacts } from '../../scripts/core/facts.mts'
import type { RoutingFacts } from '../../scripts/core/routing.mts'
import { readFacts } from '../../scripts/languages/index.mts'
import { joinRoutes } from '../../scripts/languages/routes.mts'
import { routesOf } from './routing/routes-of.mts'

test('a row says where the route is and what answers it', async () => {
  const { routes } = await routesOf({
    'app.py':
      'from flask import Flask\napp = Flask(__name__)\n\n@app.get("/x")\ndef x():\n    return render_template("x")\n',
  })
  assert.deepEqual(routes, [
    {
      method: 'GET',
      path: '/x',
      isWhole: true,
      file: 'app.py',
      line: 4,
      handler: 'x',
      isPrivate: true,
    },
  ])
})

test('what others answer is an open end, not silence', async () => {
  const { openEnds } = await routesOf({
    'urls.py':
      "from django.urls import include, path\nurlpatterns = [path('accounts/', include('allauth.urls'))]\n",
    'Pets.java':
      'import org.springframework.stereotype.*;\n@RestController\n@RequestMapping("/api")\nclass Pets implements PetsApi {}\n',
  })
  assert.deepEqual(
    openEnds.map(({ path, file, line }) => [path, file, line]),
    [
      ['/api', 'Pets.java', 2],
      ['/accounts', 'urls.py', 2],
    ],
  )
})

test('a test double of a client and a file without routes have nothing to say', async () => {
  const { source } = await readFacts(
    'a.ts',
    "import axios from 'axios'\nconst x = await axios.get('/users', { params })\n",
    'typescript',
  )
  assert.deepEqual(joinRoutes([{ path: 'a.ts', facts: source }]).routes, [])
  const { source: plain } = await readFacts('b.py', 'x = 1\n', 'python')
  assert.equal(plain.routing, undefined)
})

const text = fc.string({ maxLength: 30 })
const routing: fc.Arbitrary<RoutingFacts> = fc.record({
  routers: fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c.d'),
      kind: fc.constantFrom('root', 'part', 'controller', 'urls'),
      prefix: text,
    }),
    { maxLength: 3 },
  ),
  routes: fc.array(
    fc.record({
      on: fc.constantFrom('a', 'b', 'c.d', 'x'),
      method: fc.constantFrom('GET', '*'),
      path: text,
      line: fc.nat(),
      handler: text,
      isPrivate: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  mounts: fc.array(
    fc.record({
      on: fc.constantFrom('a', 'b', 'x'),
      router: fc.constantFrom('a', 'b', 'c.d', 'x.y'),
      prefix: fc.oneof(text, fc.constant('/x')),
      line: fc.nat(),
      replaces: fc.boolean(),
      isSure: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  imports: fc.constantFrom(
    {},
    { x: { module: './b', name: '*' } },
    { '*1': { module: './a', name: '*' }, x: { module: '.b', name: 'a' } },
  ),
  names: fc.constantFrom({}, { x: 'a' }, { x: 'y', y: 'x' }, { default: 'b', a: 'a.a' }),
  constants: fc.constantFrom({}, { BASE: '/base' }),
  bases: fc.array(text, { maxLength: 2 }),
})

test('whatever routers mount each other, the join ends and every path begins at the root', () => {
  const facts = (each: RoutingFacts) =>
    ({ routing: each, symbols: [], imports: [] }) as unknown as SourceFacts
  fc.assert(
    fc.property(routing, routing, (one, other) => {
      for (const ending of ['ts', 'py', 'java', 'kt']) {
        const { routes } = joinRoutes([
          { path: `a.${ending}`, facts: facts(one) },
          { path: `b.${ending}`, facts: facts(other) },
        ])
        for (const { path } of routes) assert.ok(path.startsWith('/') && path.length < 2_000)
      }
    }),
    { numRuns: 50 },
  )
})
