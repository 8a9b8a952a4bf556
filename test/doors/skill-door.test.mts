import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingsOf } from '../../scripts/core/settings.mts'
import { judge } from '../../scripts/core/skill.mts'
import { skills } from '../../scripts/doors/skills.mts'
import { defaultPolicy } from '../../scripts/policy.mts'
import { openDoor } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

for (const skill of skills)
  test(`${skill.id} runs alone, and its evidence can be replayed`, async t => {
    const repo = testRepo(t)
    repo.commit({
      'src/a.ts':
        '/** Adds. */\nexport function add(a: number, b: number) {\n  return a ? b : 0\n}\n',
      'src/a.test.ts': 'add(1, 2)\n',
      'web/app.py': 'from flask import Flask\napp = Flask(__name__)\n',
      'package.json': '{"dependencies":{"left-pad":"1.0.0"}}\n',
      'docs/requirements.md': '- REQ-1: two numbers are added\n',
    })
    repo.commit({ 'src/b.ts': 'export const b = 1\n' })
    const door = openDoor(t)
    const run = (option: string) => door.call(`skills/${skill.id}`, [repo.dir, '--offline', option])
    const outcome = JSON.parse((await run('--json')).stdout)
    const { code, stdout } = await run('--evidence')
    // Nothing in this project is timed.
    const status = skill.id === 'performance-profiler' ? 'not-applicable' : 'judged'
    assert.deepEqual([outcome.skill, outcome.status, code], [skill.id, status, 0])
    const evidence = JSON.parse(stdout)
    if (skill.needs.length === 0) {
      const settings = settingsOf(skill, defaultPolicy, '2026-01-01T00:00:00.000Z')
      const again = judge(skill, evidence, settings, {}, outcome.durationMs)
      if (skill.id !== 'environment-profiler')
        assert.deepEqual(JSON.parse(JSON.stringify(again)), outcome)
    }
    assert.equal((await door.call(`skills/${skill.id}`, ['/nowhere'])).code, 2)
  })

test('an unanswered question exits 4, one that does not arise 0', async t => {
  const door = openDoor(t)
  const none = await door.call('skills/dependency-guardian', [temporaryFolder(t), '--json'])
  assert.deepEqual([none.code, JSON.parse(none.stdout).status], [0, 'not-applicable'])
  const git = await door.call('skills/release-orchestrator', [temporaryFolder(t), '--json'])
  assert.notEqual(JSON.parse(git.stdout).status, 'judged')
  assert.equal(git.code, JSON.parse(git.stdout).status === 'unavailable' ? 4 : 0)
})

test('a reader that has seen enough is no fault', async t => {
  const door = openDoor(t)
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': '/** Adds. */\nexport const a = 1\n' })
  const child = door.start('skills/doc-generator', [repo.dir, '--json'])
  child.stdout?.destroy()
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const code = await new Promise(done => child.on('close', done))
  assert.deepEqual([code, said.includes('EPIPE')], [0, false])
})

test('--help asks the skill its own question', async t => {
  const help = await openDoor(t).call('skills/doc-generator', ['--help'])
  assert.equal(help.code, 0)
  assert.match(help.stdout, /How much of what others may use is explained/)
})
