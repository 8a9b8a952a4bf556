/** Is what the system says of clock and limits read, is silence no answer, and do flags stay untold? */

import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
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

/** `proc` as the kernel shows it to a process in these namespaces, with this file system as its root folder. */
function isContainer(
  t: TestContext,
  { own, system, files = {} }: { own: string[]; system: string; files?: Record<string, string> },
) {
  const root = temporaryFolder(t)
  const first = { pid: 4026531836, ipc: 4026531839, uts: 4026531838 }
  mkdirSync(join(root, 'proc/self/ns'), { recursive: true })
  for (const [name, number] of Object.entries(first))
    symlinkSync(
      `${name}:[${own.includes(name) ? 4026532281 : number}]`,
      join(root, 'proc/self/ns', name),
    )
  const mounts = `22 27 0:21 / /proc rw,relatime - proc proc rw\n75 49 0:40 / / rw,relatime - ${system} ${system} rw`
  for (const [path, text] of Object.entries({ 'proc/self/mountinfo': mounts, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), `${text}\n`)
  }
  return readRestraints(root).isContainer
}

const cpu = 'sys/devices/system/cpu'
const group = 'sys/fs/cgroup'
const nothing = { governor: null, isTurbo: null, cpuLimit: null, isContainer: false }

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

test('a container by its mark, its control groups or the layers below its root folder', t => {
  const own = ['pid', 'ipc', 'uts']
  assert.ok(isContainer(t, { own, system: 'btrfs', files: { '.dockerenv': '' } }))
  assert.ok(isContainer(t, { own, system: 'zfs', files: { 'run/.containerenv': '' } }))
  const groups = { 'proc/1/cgroup': '4:memory:/libpod_parent/libpod-bb88' }
  assert.ok(isContainer(t, { own, system: 'ext4', files: groups }))
  // What Kubernetes and the builds of images show where control groups are of version 2.
  assert.ok(isContainer(t, { own, system: 'overlay', files: { 'proc/1/cgroup': '0::/' } }))
  // docker run --pid host
  assert.ok(isContainer(t, { own: ['ipc', 'uts'], system: 'overlay' }))
})

test('a virtual machine made from an image is none, nor is a sandbox on the disk of the machine', t => {
  const marks = { '.dockerenv': '', 'proc/1/cgroup': '0::/' }
  assert.ok(!isContainer(t, { own: [], system: 'ext4', files: marks }))
  assert.ok(!isContainer(t, { own: [], system: 'overlay' }))
  assert.ok(!isContainer(t, { own: ['pid', 'ipc', 'uts'], system: 'ext4' }))
})

test('flags of runtimes leave a short mark that changes with them, and nothing of their text', () => {
  assert.equal(flagsMark({ HOME: '/home/ada' }), null)
  assert.equal(flagsMark({ NODE_OPTIONS: '' }), null)
  const mark = flagsMark({ NODE_OPTIONS: '--max-old-space-size=512' })
  assert.match(mark ?? '', /^[0-9a-f]{4}$/)
  assert.notEqual(flagsMark({ NODE_OPTIONS: '--max-old-space-size=1024' }), mark)
  assert.notEqual(flagsMark({ GOGC: 'off' }), flagsMark({ GOGC: '50' }))
})
