import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { skill } from '../../scripts/skills/code-search.mts'
import { changedLens } from '../support/changed-lens.mts'
import { fakeLens } from './fake-lens.mts'

const settings = { levels: {}, waivers: [] }

async function impactOf(t: Parameters<typeof changedLens>[0], before: Files, after: Files) {
  const lens = await changedLens(t, before, after)
  const evidence = await skill.collect(lens, settings)
  assert.ok(!(evidence instanceof NoEvidence))
  return evidence
}

type Files = Parameters<typeof changedLens>[1]

const places = (rows: readonly { path: string; name: string; distance?: number }[]) =>
  rows.map(({ path, name, distance }) => [
    path,
    name,
    ...(distance === undefined ? [] : [distance]),
  ])

test('without a change there is nothing to follow, and nothing is read', async () => {
  const evidence = await skill.collect(fakeLens({ change: null }), settings)
  assert.ok(evidence instanceof NoEvidence)
  assert.equal(evidence.status, 'not-applicable')
})

test('TypeScript: callers through a barrel, tests by use before tests by import', async t => {
  const before = {
    'package.json': '{"name":"ship","exports":"./src/index.ts"}',
    'src/sail.ts':
      'export function sail() {\n  return 1\n}\nexport function row() {\n  return 2\n}\n',
    'src/index.ts': "export { sail as go } from './sail.ts'\n",
    'src/trip.ts': "import { go } from './index.ts'\nexport function trip() {\n  return go()\n}\n",
    'src/idle.ts': "import { row } from './sail.ts'\nexport function idle() {\n  return row()\n}\n",
    'test/trip.test.ts': "import { trip } from '../src/trip.ts'\ntrip()\n",
    'test/idle.test.ts': "import { idle } from '../src/idle.ts'\nidle()\n",
  }
  const after = { 'src/sail.ts': before['src/sail.ts'].replace('return 1', 'return 3') }
  const impact = await impactOf(t, before, after)
  assert.deepEqual(places(impact.changed), [['src/sail.ts', 'sail']])
  assert.deepEqual(places(impact.reached), [['src/trip.ts', 'trip', 1]])
  assert.deepEqual(
    impact.tests.map(({ path, isByModule }) => [path, isByModule]),
    [
      ['test/trip.test.ts', false],
      ['test/idle.test.ts', true],
    ],
  )
  const both = await impactOf(t, before, {
    ...after,
    'test/idle.test.ts': `idle()\n${before['test/idle.test.ts']}`,
  })
  assert.deepEqual(
    both.tests.map(({ path }) => path),
    ['test/idle.test.ts', 'test/trip.test.ts'],
    'what the change edits is its own test',
  )
})

test('TypeScript: methods by the type of what they are called on, whoever imports the class', async t => {
  const before = {
    'src/ship.ts':
      'export interface Vessel {\n  stop(): void\n}\nexport class Ship implements Vessel {\n  stop() {\n    return 1\n  }\n}\nexport class Port {\n  stop() {}\n}\n',
    'src/fleet.ts':
      "import { Port, Ship } from './ship.ts'\nexport const fleet = () => ({ ship: new Ship(), port: new Port() })\nexport const close = (port: Port) => port.stop()\n",
    'src/trip.ts':
      "import { fleet } from './fleet.ts'\nexport function end() {\n  const { ship } = fleet()\n  ship.stop()\n}\nexport function shut() {\n  fleet().port.stop()\n}\n",
    'src/any.ts':
      "import type { Vessel } from './ship.ts'\nimport { engine } from 'engine'\nexport const halt = (it: Vessel) => it.stop()\nexport const cut = () => engine.stop()\n",
    'src/old.js':
      "import { Ship } from './ship.ts'\nexport function old(it) {\n  it.stop(Ship)\n}\n",
    'test/trip.test.ts': "import { fleet } from '../src/fleet.ts'\nfleet().ship.stop()\n",
  }
  const after = { 'src/ship.ts': before['src/ship.ts'].replace('return 1', 'return 2') }
  const impact = await impactOf(t, before, after)
  assert.deepEqual(places(impact.reached), [
    ['src/any.ts', 'halt', 1],
    ['src/trip.ts', 'end', 1],
    ['src/old.js', 'old', 1],
  ])
  assert.deepEqual(
    impact.tests.map(({ path, isByModule }) => [path, isByModule]),
    [['test/trip.test.ts', false]],
  )
  assert.equal(impact.untyped, null)
})

test('JavaScript: what a module is given by assignment, and constructors', async t => {
  const before = {
    'lib/app.js':
      'const app = {}\napp.listen = function listen(port) {\n  return port\n}\nmodule.exports = app\n',
    'lib/server.js':
      "const app = require('./app')\nfunction serve() {\n  return app.listen(1)\n}\nmodule.exports = { serve }\n",
    'src/door.ts': 'export class Door {\n  constructor() {\n    this.open()\n  }\n  open() {}\n}\n',
    'src/wall.ts': "import { Door } from './door.ts'\nexport const wall = () => new Door()\n",
  }
  const impact = await impactOf(t, before, {
    'lib/app.js': before['lib/app.js'].replace('return port', 'return port + 1'),
    'src/door.ts': before['src/door.ts'].replace('this.open()', 'this.open'),
  })
  assert.deepEqual(places(impact.reached), [
    ['lib/server.js', 'serve', 1],
    ['src/wall.ts', 'wall', 1],
    ['lib/server.js', '', 2],
  ])
})

test('a comment changes no symbol; a removed one is told apart', async t => {
  const before = {
    'src/a.ts': 'export function a() {\n  return 1\n}\nexport function b() {\n  return 2\n}\n',
  }
  const noted = await impactOf(t, before, { 'src/a.ts': `// said\n${before['src/a.ts']}` })
  assert.deepEqual(noted.changed, [])
  const cut = await impactOf(t, before, { 'src/a.ts': 'export function a() {\n  return 1\n}\n' })
  assert.deepEqual(
    cut.changed.map(({ name, kind }) => [name, kind]),
    [['b', 'removed']],
  )
})

test('a text the program shows is code, a docstring is none; what a text says uses nothing', async t => {
  const before = {
    'a.py':
      'def hail():\n    """Says a."""\n    return (\n        "hello"\n    )\n\ndef b():\n    return f"hail is {1}"\n\ndef c():\n    return f"{hail()}"\n',
  }
  const said = await impactOf(t, before, { 'a.py': before['a.py'].replace('Says', 'Tells') })
  assert.deepEqual(said.changed, [])
  const shown = await impactOf(t, before, { 'a.py': before['a.py'].replace('hello', 'hi') })
  assert.deepEqual(places(shown.changed), [['a.py', 'hail']])
  assert.deepEqual(places(shown.reached), [['a.py', 'c', 1]])
})

test('Python: names that a package passes on', async t => {
  const before = {
    'ship/__init__.py': 'from .sails import hoist\n',
    'ship/sails.py': 'def hoist():\n    return 1\n',
    'app.py': 'import ship\n\ndef start():\n    return ship.hoist()\n',
    'tests/test_app.py': 'from app import start\n\ndef test_start():\n    assert start()\n',
  }
  const impact = await impactOf(t, before, { 'ship/sails.py': 'def hoist():\n    return 2\n' })
  assert.deepEqual(places(impact.reached), [['app.py', 'start', 1]])
  assert.deepEqual(
    impact.tests.map(({ path, distance }) => [path, distance]),
    [['tests/test_app.py', 2]],
  )
})

test('Python: a method by what it is called on; the word alone comes last and leads nowhere', async t => {
  const before = {
    'ship/core.py': [
      'class Ship:',
      '    def __init__(self):',
      '        self.crew = 1',
      '    def stop(self):',
      '        return 1',
      '    def moor(self):',
      '        return self.stop()',
      'class Port:',
      '    def stop(self):',
      '        return 2',
      '    def shut(self):',
      '        return self.stop()',
      'class Ferry(Ship):',
      '    def land(self):',
      '        return super().stop()',
      '',
    ].join('\n'),
    'ship/use.py': [
      'from ship.core import Port, Ship',
      'def end(it: Ship):',
      '    return it.stop()',
      'def shut(it: Port, stop):',
      '    return it.stop()',
      'def guess(it):',
      '    return it.stop()',
      'def beyond(it):',
      '    return guess(it)',
      'def made():',
      '    return Ship()',
      '',
    ].join('\n'),
  }
  const stopped = await impactOf(t, before, {
    'ship/core.py': before['ship/core.py'].replace('return 1', 'return 3'),
  })
  assert.deepEqual(
    stopped.reached.map(({ name, isByName }) => [name, isByName]),
    [
      ['Ship.moor', false],
      ['Ferry.land', false],
      ['end', false],
      ['guess', true],
    ],
  )
  const built = await impactOf(t, before, {
    'ship/core.py': before['ship/core.py'].replace('crew = 1', 'crew = 2'),
  })
  assert.deepEqual(places(built.reached), [['ship/use.py', 'made', 1]])
})

test('Python: a name of its own, an argument by keyword and a renamed import', async t => {
  const before = {
    'ship/core.py': 'def patch():\n    return 1\n',
    'ship/use.py': [
      'from ship.core import patch',
      'from ship.core import patch as mend',
      'def version(text):',
      '    major, patch = text.split()',
      '    return patch',
      'def keyword():',
      '    return version(patch=1)',
      'def renamed():',
      '    return mend()',
      'def used():',
      '    return [patch]',
      '',
    ].join('\n'),
  }
  const impact = await impactOf(t, before, { 'ship/core.py': 'def patch():\n    return 2\n' })
  assert.deepEqual(places(impact.reached), [
    ['ship/use.py', 'renamed', 1],
    ['ship/use.py', 'used', 1],
  ])
})

test('Java: its own methods without a word before, declarations and other classes left out', async t => {
  const before = {
    'a/Ship.java':
      'package a;\nclass Ship {\n  int stop() { return 1; }\n  int moor() { return stop(); }\n}\n',
    'a/Port.java':
      'package a;\nclass Port {\n  int stop() { return 2; }\n  int shut() { return stop(); }\n  int end(Ship ship) { return ship.stop(); }\n  Ship make() { return new Ship(); }\n}\n',
  }
  const impact = await impactOf(t, before, {
    'a/Ship.java': before['a/Ship.java'].replace('return 1', 'return 3'),
  })
  assert.deepEqual(places(impact.reached), [
    ['a/Port.java', 'Port.end', 1],
    ['a/Ship.java', 'Ship.moor', 1],
  ])
})

test('Java: a type that is written with its package is that one, whatever else has its last name', async t => {
  const before = {
    'a/Ship.java': 'package a;\nclass Ship {\n  int stop() { return 1; }\n}\n',
    'a/Port.java':
      'package a;\nclass Port {\n  private final org.other.Ship other;\n  int end() { return other.stop(); }\n  int shut(a.Ship ship) { return ship.stop(); }\n}\n',
  }
  const impact = await impactOf(t, before, {
    'a/Ship.java': before['a/Ship.java'].replace('return 1', 'return 3'),
  })
  assert.deepEqual(places(impact.reached), [['a/Port.java', 'Port.shut', 1]])
})

test('Go: a field of the name is no method, a field of a known type leads to one', async t => {
  const before = {
    'go.mod': 'module example.org/ship\n',
    'node.go':
      'package ship\n\ntype node struct{}\n\nfunc (n *node) routes() int {\n\treturn 1\n}\n',
    'mux.go':
      'package ship\n\ntype Mux struct {\n\ttree *node\n}\n\nfunc (m *Mux) All() int {\n\treturn m.tree.routes()\n}\n\ntype box struct {\n\troutes []int\n}\n\nfunc (b *box) first() int {\n\treturn b.routes[0]\n}\n',
  }
  const impact = await impactOf(t, before, {
    'node.go': before['node.go'].replace('return 1', 'return 2'),
  })
  assert.deepEqual(
    impact.reached.map(({ name, isByName }) => [name, isByName]),
    [['Mux.All', false]],
  )
})

test('Go: a type of another package is another, though its last name is the same', async t => {
  const before = {
    'go.mod': 'module example.org/ship\n',
    'mast.go':
      'package ship\n\ntype Mast struct{}\n\nfunc (m *Mast) Raise() int {\n\treturn 1\n}\n',
    'sub/use.go':
      'package sub\n\nimport (\n\t"net/yard"\n\t"example.org/ship"\n)\n\nfunc other(m *yard.Mast) int {\n\treturn m.Raise()\n}\n\nfunc own(m *ship.Mast) int {\n\treturn m.Raise()\n}\n',
  }
  const impact = await impactOf(t, before, {
    'mast.go': before['mast.go'].replace('return 1', 'return 2'),
  })
  assert.deepEqual(places(impact.reached), [['sub/use.go', 'own', 1]])
})

test('Python: a type of a module that is not the class is only a guess', async t => {
  const before = {
    'ship/mast.py': 'class Mast:\n    def hoist(self):\n        return 1\n',
    'ship/use.py':
      'import yard\nfrom ship import mast\n\ndef other(m: yard.Mast):\n    return m.hoist()\n\ndef own(m: mast.Mast):\n    return m.hoist()\n',
  }
  const impact = await impactOf(t, before, {
    'ship/mast.py': before['ship/mast.py'].replace('return 1', 'return 2'),
  })
  assert.deepEqual(
    impact.reached.map(({ name, isByName }) => [name, isByName]),
    [
      ['own', false],
      ['other', true],
    ],
  )
})

test('what a formatter rewrites is no change of a symbol', async t => {
  const before = {
    'ship.py': "def stop():\n    return f('a', 1)\n",
    'ship.ts': "export function stop() {\n  return f('a', 1)\n}\n",
  }
  const impact = await impactOf(t, before, {
    'ship.py': 'def stop():\n    return f(\n        "a",\n        1,\n    )\n',
    'ship.ts': 'export function stop() {\n  return f(\n    "a",\n    1,\n  );\n}\n',
  })
  assert.deepEqual(impact.changed, [])
})

test('the endpoints behind a change', async t => {
  const before = {
    'app.py':
      'from fastapi import FastAPI\nfrom work import total\n\napp = FastAPI()\n\n@app.get("/bill")\ndef bill():\n    return total()\n\n@app.get("/idle")\ndef idle():\n    return 1\n',
    'work.py': 'def total():\n    return 1\n',
  }
  const impact = await impactOf(t, before, { 'work.py': 'def total():\n    return 2\n' })
  assert.deepEqual(
    impact.endpoints.map(({ method, route, distance }) => [method, route, distance]),
    [['GET', '/bill', 1]],
  )
})

test('Go: a package shares its names, others import its folder', async t => {
  const before = {
    'go.mod': 'module example.org/ship\n',
    'sail/sail.go': 'package sail\n\nfunc Hoist() int {\n\treturn 1\n}\n',
    'sail/trim.go': 'package sail\n\nfunc Trim() int {\n\treturn Hoist()\n}\n',
    'sail/sail_test.go': 'package sail\n\nfunc TestHoist() {\n\tHoist()\n}\n',
    'main.go':
      'package main\n\nimport "example.org/ship/sail"\n\nfunc main() {\n\tsail.Trim()\n}\n',
  }
  const after = { 'sail/sail.go': before['sail/sail.go'].replace('1', '2') }
  const impact = await impactOf(t, before, after)
  assert.deepEqual(places(impact.reached), [
    ['sail/trim.go', 'Trim', 1],
    ['main.go', 'main', 2],
  ])
  assert.equal(impact.tests[0]?.path, 'sail/sail_test.go')
})

test('a change in other languages says that its uses are not followed', async t => {
  const impact = await impactOf(t, { 'a.rb': 'def a\n  1\nend\n' }, { 'a.rb': 'def a\n  2\nend\n' })
  const { missing, measures } = skill.judge(impact, settings, {})
  assert.equal(measures.length, 0)
  assert.equal(missing?.length, 5)
})

test('a run with no time for types counts imports, and says that uses are not told', async t => {
  const lens = await changedLens(
    t,
    {
      'src/sail.ts': 'export function sail() {\n  return 1\n}\n',
      'src/trip.ts': "import { sail } from './sail.ts'\nexport const trip = () => sail()\n",
      'test/trip.test.ts': "import { trip } from '../src/trip.ts'\ntrip()\n",
    },
    { 'src/sail.ts': 'export function sail() {\n  return 2\n}\n' },
  )
  const impact = await skill.collect({ ...lens, mayLookUpTypes: false }, settings)
  assert.ok(!(impact instanceof NoEvidence))
  assert.deepEqual(impact.modules, [{ path: 'src/trip.ts', distance: 1 }])
  assert.deepEqual(
    impact.tests.map(({ path, isByModule }) => [path, isByModule]),
    [['test/trip.test.ts', true]],
  )
  const { measures, missing = [] } = skill.judge(impact, settings, {})
  const told = measures.map(({ name, value }) => [name, value])
  assert.deepEqual(told, [
    ['changed-symbols', 1],
    ['reached-modules', 1],
  ])
  assert.deepEqual(
    missing.map(({ measure }) => measure),
    ['reached-symbols', 'reached-endpoints', 'reaching-tests'],
  )
})
