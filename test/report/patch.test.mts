import assert from 'node:assert/strict'
import { test } from 'node:test'
import { patch } from '../../scripts/report/patch.mts'

test('a change reads as git shows it', () => {
  assert.equal(patch('a.py', 'x\n', 'x\ny\n'), '--- a/a.py\n+++ b/a.py\n@@ -1,1 +1,2 @@\n x\n+y\n')
})

test('a new file comes from nowhere', () => {
  assert.equal(patch('a.py', null, 'x\n'), '--- /dev/null\n+++ b/a.py\n@@ -0,0 +1,1 @@\n+x\n')
})
