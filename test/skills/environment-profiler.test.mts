import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MachineEvidence } from '../../scripts/core/evidence.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import { skill } from '../../scripts/skills/environment-profiler.mts'
import { fakeLens } from './fake-lens.mts'

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

const machine: MachineEvidence = {
  fingerprint: '0123456789abcdef',
  cpu: {
    model: 'Acme 9000',
    cores: 2,
    threads: 4,
    ghz: 3,
    ...{ governor: 'performance', isTurbo: true, limit: null },
  },
  memoryBytes: 8 * 2 ** 30,
  os: {
    platform: 'linux',
    distro: 'Debian GNU/Linux',
    release: '12',
    kernel: '6.1.0',
    arch: 'x64',
  },
  runtimes: [{ name: 'node', version: '24.21.0' }],
  flags: null,
  isVirtual: false,
  isContainer: true,
  isCi: false,
  loadAverage: 4,
}

test('the machine is measured as the lens tells it', async () => {
  const lens = fakeLens({ machine: async () => machine })
  assert.equal(await skill.collect(lens, settings), machine)
  const { measures, findings, missing } = skill.judge(machine, settings, {})
  assert.deepEqual(Object.fromEntries(measures.map(({ name, value }) => [name, value])), {
    'cpu-cores': 2,
    'cpu-threads': 4,
    'memory-bytes': 8589934592,
    'load-average': 4,
  })
  assert.deepEqual([findings, missing], [[], []])
  assert.equal(skill.scales['load-average'].noise, 'noisy')
})

test('more load than threads is a busy machine', () => {
  const { findings } = skill.judge({ ...machine, loadAverage: 4.04 }, settings, {})
  assert.deepEqual(
    findings.map(({ rule, level, key, message }) => ({ rule, level, key, message })),
    [
      {
        rule: 'busy-machine',
        level: 'note',
        key: 'busy-machine::',
        message: 'load 4.04 on 4 threads: timings of this run will be noisy',
      },
    ],
  )
  const patient = { ...settings, busyLoadPerThread: 2 }
  assert.deepEqual(skill.judge({ ...machine, loadAverage: 8 }, patient, {}).findings, [])
})

test('a system without load average has that measure missing, not zero', () => {
  const windows = { ...machine, os: { ...machine.os, platform: 'win32' }, loadAverage: 0 }
  const { measures, missing } = skill.judge(windows, settings, {})
  assert.ok(!measures.some(({ name }) => name === 'load-average'))
  assert.deepEqual(missing, [
    { measure: 'load-average', why: 'this operating system keeps no load average' },
  ])
})
