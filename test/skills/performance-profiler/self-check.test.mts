/** Does the self-check say how sure its rate is, and stop where nothing can be measured? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultLevels } from '../../../scripts/core/findings.mts'
import type { Workspace } from '../../../scripts/core/lens.mts'
import { selfCheck } from '../../../scripts/skills/performance-profiler/self-check.mts'
import { skill } from '../../../scripts/skills/performance-profiler.mts'
import { fakeLens } from '../fake-lens.mts'

const settings = {
  ...skill.settings,
  levels: defaultLevels(skill.rules),
  waivers: [],
  commands: [{ name: 'start', run: 'start' }],
}

/** Copies whose runs take so many seconds each; the first is the base, the second the head. */
function lensOf(...seconds: readonly ((run: number) => number)[]) {
  const left = [...seconds]
  const workspace = async () => {
    const takes = left.shift() ?? (() => 1)
    let runs = 0
    const made: Pick<Workspace, 'execute' | 'secondsLeft'> = {
      secondsLeft: () => 1e6,
      execute: async () => {
        runs += 1
        return { exitCode: 0, isTimedOut: false, stdout: '', stderr: '', seconds: takes(runs) }
      },
    }
    return { ok: true as const, value: made as Workspace }
  }
  return fakeLens({ load: null, mayBench: true, files: async () => [], report: gone, workspace })
}

const gone = async () => ({ ok: false as const, why: 'there is none' })

const steady = (run: number) => 1 + ((run * 7) % 5) / 1000

test('no alarm in three gates: the rate, and how little three gates prove', async () => {
  const said = await selfCheck(lensOf(steady, steady), settings, 3)
  assert.match(said, /^\| 3 \| 10 \| 0 \| 0 \| 1 \| 0 \| 0\.0 \|$/m)
  assert.match(
    said,
    /0 of 3 gates raised a false alarm \(3 verdicts\): the true rate lies between 0\.0 and 70\.8 %/,
  )
})

test('alarms are counted by gate', async () => {
  const said = await selfCheck(
    lensOf(steady, run => 1.2 * steady(run)),
    settings,
    2,
  )
  assert.match(said, /2 of 2 gates raised a false alarm \(2 verdicts\)/)
})

test('without a benchmark there is nothing to check', async () => {
  const said = await selfCheck(lensOf(), { ...settings, commands: [] }, 1)
  assert.match(said, /no benchmark to check with/)
})
