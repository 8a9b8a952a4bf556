/** Is what the system says of clock and limits read, is silence no answer, and do flags stay untold? */

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { flagsMark, readRestraints } from '../../scripts/edge/restraints.mts'
import { temporaryFolder } from '../support/repo.mts'

function readFrom(t: TestContext, files: Readonly<Record<string, string>>) {
  const root = temporaryFolder(t)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), `${text}\n`)
  }
  return readRestraints(root)
}

const cpu = 'sys/devices/system/cpu'
const group = 'sys/fs/cgroup'
const nothing = { governor: null, isTurbo: null, cpuLimit: null }

test('a system that does not tell is not guessed at', t => {
  assert.deepEqual(readFrom(t, {}), nothing)
  assert.deepEqual(readFrom(t, { [`${cpu}/cpufreq/policy0/affected_cpus`]: '0' }), nothing)
})

test('governors of all processors, and turbo as either driver tells it', t => {
  const governors = {
    [`${cpu}/cpu0/cpufreq/scaling_governor`]: 'powersave',
    [`${cpu}/cpu1/cpufreq/scaling_governor`]: 'performance',
    [`${cpu}/cpu10/cpufreq/scaling_governor`]: 'powersave',
  }
  const intel = readFrom(t, { ...governors, [`${cpu}/intel_pstate/no_turbo`]: '1' })
  assert.deepEqual(intel, { ...nothing, governor: 'performance, powersave', isTurbo: false })
  assert.equal(readFrom(t, { [`${cpu}/intel_pstate/no_turbo`]: '0' }).isTurbo, true)
  assert.equal(readFrom(t, { [`${cpu}/cpufreq/boost`]: '1' }).isTurbo, true)
  assert.equal(readFrom(t, { [`${cpu}/cpufreq/boost`]: '0' }).isTurbo, false)
})

test("a container's limit in both versions of control groups; none is null", t => {
  const limit = (files: Record<string, string>) => readFrom(t, files).cpuLimit
  assert.equal(limit({ [`${group}/cpu.max`]: '150000 100000' }), 1.5)
  assert.equal(limit({ [`${group}/cpu.max`]: 'max 100000' }), null)
  const first = (quota: string) => ({
    [`${group}/cpu/cpu.cfs_quota_us`]: quota,
    [`${group}/cpu/cpu.cfs_period_us`]: '100000',
  })
  assert.equal(limit(first('50000')), 0.5)
  assert.equal(limit(first('-1')), null)
  assert.equal(limit({ [`${group}/cpu.max`]: 'no number' }), null)
})

test('flags of runtimes leave a short mark that changes with them, and nothing of their text', () => {
  assert.equal(flagsMark({ HOME: '/home/ada' }), null)
  assert.equal(flagsMark({ NODE_OPTIONS: '' }), null)
  const mark = flagsMark({ NODE_OPTIONS: '--max-old-space-size=512' })
  assert.match(mark ?? '', /^[0-9a-f]{4}$/)
  assert.notEqual(flagsMark({ NODE_OPTIONS: '--max-old-space-size=1024' }), mark)
  assert.notEqual(flagsMark({ GOGC: 'off' }), flagsMark({ GOGC: '50' }))
})
