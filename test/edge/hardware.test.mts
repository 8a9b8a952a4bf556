/** Is a Linux machine described by its files alone, and is nothing guessed where they say too little? */

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { linuxHardware } from '../../scripts/edge/hardware.mts'
import { temporaryFolder } from '../support/repo.mts'

function machine(t: TestContext, files: Record<string, string>) {
  const root = temporaryFolder(t)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return linuxHardware(root)
}

const processor = (nth: number, core: number, more = '') => `processor\t: ${nth}
model name\t: Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz
physical id\t: 0
core id\t\t: ${core}
flags\t\t: fpu vme${more}

`
const debian =
  'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n'

test('threads of one core are one core; the clock is the greatest that is told', t => {
  const cpus = [0, 1, 0, 1].map((core, nth) => processor(nth, core)).join('')
  const told = { model: 'Intel Core i7-8700', cores: 2, distro: 'Debian GNU/Linux', release: '12' }
  const files = { 'proc/cpuinfo': cpus, 'etc/os-release': debian }
  assert.deepEqual(machine(t, files), { ...told, ghz: 3.2, isVirtual: false })
  const clock = { 'sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq': '4600000\n' }
  assert.equal(machine(t, { ...files, ...clock })?.ghz, 4.6)
})

test('a virtual machine says so itself; one without numbered cores has as many as processors', t => {
  const cpu = 'processor\t: 0\nmodel name\t: Acme 9000\nflags\t: fpu hypervisor\n\n'
  const alpine = "NAME='Alpine Linux'\nVERSION_ID=3.20.3\n"
  const told = machine(t, { 'proc/cpuinfo': cpu + cpu, 'usr/lib/os-release': alpine })
  const expected = { model: 'Acme 9000', cores: 2, ghz: 0, distro: 'Alpine Linux' }
  assert.deepEqual(told, { ...expected, release: '3.20.3', isVirtual: true })
})

test('where the files say too little, others must be asked', t => {
  const arm = 'processor\t: 0\nFeatures\t: fp asimd\n'
  assert.equal(machine(t, { 'proc/cpuinfo': arm, 'etc/os-release': debian }), null)
  assert.equal(machine(t, { 'proc/cpuinfo': processor(0, 0) }), null)
  assert.equal(machine(t, {}), null)
})
