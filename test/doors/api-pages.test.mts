import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDoor } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

test('--pages writes the same pages again, and never over what somebody else wrote', async t => {
  const repo = testRepo(t)
  repo.commit({
    'pyproject.toml': '[build-system]\nrequires = []\n',
    'src/a.ts': '/** Adds. */\nexport function add(a: number) {\n  return a\n}\n',
    'pkg/m.py': '"""Means."""\n\n\ndef mean(x):\n    """Of all."""\n    return x\n',
  })
  const door = openDoor(t)
  const folder = join(temporaryFolder(t), 'pages')
  const write = () => door.call('skills/doc-generator', [repo.dir, '--pages', folder])
  const said = await write()
  assert.equal(said.code, 0)
  assert.match(said.stderr, /^3 pages written into /)
  assert.deepEqual(readdirSync(folder).sort(), ['README.md', 'pkg', 'src'])
  const page = readFileSync(join(folder, 'src/a.ts.md'), 'utf8')
  assert.match(
    page,
    /## function `add`\n\n```typescript\nexport function add\(a: number\)\n```\n\nAdds\./,
  )
  assert.match(readFileSync(join(folder, 'pkg/m.py.md'), 'utf8'), /## module `m`\n\nMeans\./)
  await write()
  assert.equal(readFileSync(join(folder, 'src/a.ts.md'), 'utf8'), page)
  writeFileSync(join(folder, 'README.md'), '# Mine\n')
  const refused = await write()
  assert.equal(refused.code, 2)
  assert.match(refused.stderr, /README\.md was not written by doc-generator/)
  assert.equal(readFileSync(join(folder, 'README.md'), 'utf8'), '# Mine\n')
})
