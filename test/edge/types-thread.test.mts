import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scriptUses } from '../../scripts/edge/types-thread.mts'

const program = {
  texts: new Map([
    ['a.ts', 'export class A {\n  go() {}\n}\n'],
    ['b.ts', "import { A } from './a'\nnew A().go()\nnew A()['go']()\n"],
  ]),
  modules: new Map([['b.ts\0./a', 'a.ts']]),
}
const go = { path: 'a.ts', name: 'A.go', line: 2 }

test('a thread answers one question after the other, and says which symbols it does not know', async () => {
  const uses = scriptUses(program, 60)
  assert.deepEqual(await uses.of(go, []), {
    certain: [
      { path: 'b.ts', line: 2 },
      { path: 'b.ts', line: 3 },
    ],
    possible: [],
  })
  assert.equal(await uses.of({ ...go, name: 'A.gone' }, []), null)
  assert.equal(await uses.of({ ...go, path: 'c.ts' }, []), null)
  assert.equal(uses.fault(), null)
  await uses.close()
})

test('beyond its time it answers nothing, and says why', async () => {
  const uses = scriptUses(program, 0.001)
  assert.equal(await uses.of(go, []), null)
  assert.match(uses.fault() ?? '', /took over 0\.001 s/)
  assert.equal(await uses.of(go, []), null)
  await uses.close()
})
