/** Is a change blamed only for the advisories its locks bring in? What was there before, or was published since, is nobody's change. */

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { openDoor, type Said } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'
import { advisory, npmLock, sound } from './samples.mts'

/** A branch off a main line whose lock holds a vulnerable package. */
function branch(t: TestContext) {
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': sound('a'), ...npmLock({ old: '1.0.0', fine: '1.0.0' }) })
  repo.git('checkout', '--quiet', '-b', 'change')
  const advisories = temporaryFolder(t)
  writeFileSync(join(advisories, 'old.json'), advisory('old'))
  const door = openDoor(t)
  const look = (args: readonly string[] = []) =>
    door.assess(repo.dir, ['--advisories', advisories, '--gate', ...args])
  return { repo, advisories, door, look }
}

const newOnes = ({ json }: Said) =>
  (json.comparison?.newFindings ?? []).map(
    ({ rule, message }) => `${rule} ${message.split(' ')[0]}`,
  )

const failed = ({ json }: Said) =>
  json.gate.conditions.filter(({ status }) => status === 'fail').map(({ id }) => id)

const PNPM = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      old: { specifier: 1.0.0, version: 1.0.0 }
      fine: { specifier: 1.0.0, version: 1.0.0 }
packages:
  old@1.0.0: { resolution: { integrity: sha512-AAAA } }
  fine@1.0.0: { resolution: { integrity: sha512-AAAA } }
snapshots:
  old@1.0.0: {}
  fine@1.0.0: {}
`

describe('the gate of a change', { concurrency: 2 }, () => {
  test('a package that was vulnerable before is not new, however the tree changes around it', async t => {
    const { repo, look } = branch(t)
    repo.commit({ 'src/b.ts': sound('b') })
    const said = await look()
    assert.deepEqual([newOnes(said), failed(said)], [[], []], said.stderr)
    assert.equal(said.code, 0)
  })

  test('nor is it after a move to another lock file, or to another version with the same fault', async t => {
    const { repo, look } = branch(t)
    repo.git('rm', '--quiet', 'package-lock.json')
    repo.commit({ 'pnpm-lock.yaml': PNPM })
    const moved = await look()
    assert.deepEqual([newOnes(moved), failed(moved)], [[], []])
    repo.git('rm', '--quiet', 'pnpm-lock.yaml')
    repo.commit(npmLock({ old: '1.0.1', fine: '1.0.0' }))
    const raised = await look()
    assert.deepEqual([newOnes(raised), failed(raised)], [[], []])
  })

  test('an advisory published between two runs changes no verdict', async t => {
    const { repo, advisories, look } = branch(t)
    repo.commit({ 'src/b.ts': sound('b') })
    const before = await look()
    writeFileSync(join(advisories, 'fine.json'), advisory('fine'))
    const after = await look()
    assert.deepEqual([failed(after), newOnes(after), after.code], [[], [], before.code])
    const weight = ({ json }: Said) =>
      json.outcomes
        .flatMap(({ measures }) => measures)
        .find(({ name }) => name === 'vulnerability-weight')?.value
    assert.ok((weight(after) ?? 0) > (weight(before) ?? 0), 'yet it is measured')
  })

  test('a vulnerable package that the lock brings in fails it', async t => {
    const { repo, advisories, look } = branch(t)
    writeFileSync(join(advisories, 'evil.json'), advisory('evil'))
    repo.commit(npmLock({ old: '1.0.0', fine: '1.0.0', evil: '1.0.0' }))
    const said = await look()
    assert.deepEqual(newOnes(said), ['vulnerable-package evil'])
    assert.ok(failed(said).includes('new-errors'))
    assert.equal(said.code, 1)
  })

  test('where the baseline could not be asked about, nothing is called new', async t => {
    const { repo, look } = branch(t)
    repo.git('checkout', '--quiet', 'main')
    // Only the baseline names a crate, and the folder knows no advisory of crates.io.
    repo.commit({
      'Cargo.lock':
        'version = 4\n\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n',
    })
    repo.git('checkout', '--quiet', '-B', 'change')
    repo.git('rm', '--quiet', 'Cargo.lock')
    repo.commit({})
    const said = await look()
    assert.deepEqual([newOnes(said), failed(said)], [[], []])
    assert.match(JSON.stringify(said.json.comparison?.measuredDifferently), /the baseline has none/)
  })

  test('head and baseline are judged by one answer, even if the database changes in between', async t => {
    const { repo, door } = branch(t)
    repo.commit({ 'src/b.ts': sound('b') })
    let asked = 0
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        asked += request.url === '/v1/querybatch' ? 1 : 0
        const vulns = asked === 1 ? [{ id: 'GHSA-old', modified: '2026-01-01T00:00:00Z' }] : []
        const { queries } = body === '' ? { queries: [] } : JSON.parse(body)
        const results = queries.map(({ package: { name } }: { package: { name: string } }) =>
          name === 'old' ? { vulns } : {},
        )
        response.end(
          request.url === '/v1/querybatch' ? JSON.stringify({ results }) : advisory('old'),
        )
      })
    })
    await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
    t.after(() => server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const args = ['--json', '--no-gate', '--data', door.data, repo.dir]
    const said = await door.call('assess', args, { SHIPWORTHY_OSV_URL: url })
    assert.deepEqual([newOnes(said), asked], [[], 1], said.stderr)
  })

  test('time alone makes no dependency older: head and baseline are both dated by the head', async t => {
    const { repo, advisories, door } = branch(t)
    repo.commit({ 'src/b.ts': sound('b') })
    // Version 2 came out between the two commits.
    const time = { '1.0.0': '2025-01-01T00:00:00Z', '2.0.0': '2026-01-01T12:00:00Z' }
    const versions = { '1.0.0': {}, '2.0.0': {} }
    const server = createServer((_, response) => response.end(JSON.stringify({ time, versions })))
    await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
    t.after(() => server.close())
    const args = ['--outdated', '--advisories', advisories, '--no-gate', '--data', door.data]
    const said = await door.call('assess', ['--json', ...args, repo.dir], {
      SHIPWORTHY_NPM_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    })
    const age = said.json.outcomes
      .flatMap(({ measures }) => measures)
      .find(({ name }) => name === 'age-behind')
    assert.equal(age?.value, 365.5, said.stderr)
    assert.deepEqual(
      said.json.comparison?.measures.map(({ name }) => name).includes('age-behind'),
      false,
    )
    assert.deepEqual(newOnes(said), [])
  })
})
