/** Does timed work run alone? Only then, and only when something is timed. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Skill } from '../../scripts/core/skill.mts'
import { runSkills } from '../../scripts/doors/run-skills.mts'
import { defaultPolicy } from '../../scripts/policy.mts'
import { fakeLens } from '../skills/fake-lens.mts'

const options = { policy: defaultPolicy, startedAt: '2026-01-01T00:00:00Z', timeoutSeconds: 9 }

/** Skills that note when they begin and end, each taking a few turns of the event loop. */
function watched(log: string[], names: readonly string[], timed: string): Skill[] {
  return names.map(id => ({
    ...{ id, question: '', scales: {}, rules: {}, settings: {}, needs: [], isStatic: false },
    ...(id === timed ? { isTimed: true as const } : {}),
    collect: async () => {
      log.push(`${id} begins`)
      for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate)
      log.push(`${id} ends`)
      return {}
    },
    judge: () => ({ measures: [], findings: [] }),
  })) as unknown as Skill[]
}

test('a timed skill begins after all others ended, and outcomes keep their order', async () => {
  const log: string[] = []
  const skills = watched(log, ['timed', 'a', 'b'], 'timed')
  const { outcomes } = await runSkills(skills, fakeLens({ mayBench: true }), options)
  assert.deepEqual(log.slice(-2), ['timed begins', 'timed ends'])
  assert.deepEqual(
    outcomes.map(({ skill }) => skill),
    ['timed', 'a', 'b'],
  )
})

test('without --bench nothing is timed, and nobody waits', async () => {
  const log: string[] = []
  await runSkills(watched(log, ['timed', 'a'], 'timed'), fakeLens({}), options)
  assert.deepEqual(log.slice(0, 2), ['timed begins', 'a begins'])
})
