/** What if a skill itself breaks, or never comes back? It breaks alone, and says how. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserFault } from '../../scripts/core/fault.mts'
import { exitCode } from '../../scripts/core/gate.mts'
import type { Lens } from '../../scripts/core/lens.mts'
import { count } from '../../scripts/core/scales.mts'
import { defineSkill, type Skill } from '../../scripts/core/skill.mts'
import { runSkills } from '../../scripts/doors/run-skills.mts'
import { defaultPolicy } from '../../scripts/policy.mts'

const skill = (
  id: 'doc-generator' | 'release-orchestrator',
  collect: () => Promise<unknown>,
  judge: () => void = () => {},
): Skill =>
  defineSkill({
    id,
    question: 'Does it break?',
    scales: { runs: count.neither('Runs.') },
    rules: {},
    settings: {},
    needs: [],
    isStatic: true,
    collect: collect as never,
    judge() {
      judge()
      return { measures: [{ name: 'runs', subject: '', value: 1 }], findings: [] }
    },
  }) as Skill

const sound = skill('release-orchestrator', async () => ({}))

const fail = (why: string) => () => {
  throw new Error(why)
}

const run = (...skills: Skill[]) =>
  runSkills(skills, {} as Lens, {
    policy: defaultPolicy,
    startedAt: '2026-01-01T00:00:00Z',
    timeoutSeconds: 5,
  })

const said = async (...skills: Skill[]) =>
  (await run(...skills)).outcomes.map(({ status, why }) => [status, why])

test('a skill that throws while it looks or judges fails alone', async () => {
  const looking = skill('doc-generator', async () => fail('no eyes\n  at somewhere')())
  const judging = skill('doc-generator', async () => ({}), fail('no mind'))
  assert.deepEqual(await said(looking, sound), [
    ['failed', 'no eyes'],
    ['judged', null],
  ])
  assert.deepEqual(await said(judging, sound), [
    ['failed', 'no mind'],
    ['judged', null],
  ])
})

test('what a broken skill should have measured is missing, and the exit code says that something broke', async () => {
  const { outcomes } = await run(skill('doc-generator', fail('broken') as never), sound)
  const gate = { enforced: false, status: 'pass', conditions: [] } as const
  assert.equal(exitCode({ gate, outcomes }), 3)
  assert.deepEqual(outcomes[0]?.measures, [])
})

test("the user's own mistake is not the skill's", async () => {
  const mistaken = skill('doc-generator', async () => {
    throw new UserFault('you wrote it wrong')
  })
  await assert.rejects(run(mistaken), { name: 'UserFault', message: 'you wrote it wrong' })
})

test('a skill that never comes back is given up, but not before the command it runs was stopped', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let outcome: Awaited<ReturnType<typeof said>> | null = null
  const never = skill('doc-generator', () => new Promise(() => {}))
  const running = said(never, sound).then(result => {
    outcome = result
    return result
  })
  const turn = () => new Promise(setImmediate)
  await turn()
  t.mock.timers.tick(6_000)
  await turn()
  assert.equal(outcome, null)
  t.mock.timers.tick(30_000)
  const [[status, why] = []] = await running
  assert.equal(status, 'failed')
  assert.match(why ?? '', /took longer than \d+ s: raise --timeout/)
})
