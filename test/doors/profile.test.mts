/** Does a profile that a real run of Node wrote name the function that takes the time, and what changed? */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openDoor } from '../support/door.mts'

const PROGRAM = `
function calculate(n) { let sum = 0; for (let i = 0; i < n; i++) sum += Math.sin(i); return sum }
function parse(n) { let last; for (let i = 0; i < n; i++) last = JSON.parse('{"a":[1,{"b":2}]}'); return last }
for (let i = 0; i < 20; i++) { calculate(100000 * Number(process.argv[2])); parse(20000) }
`

interface Told {
  readonly functions: readonly { name: string; share: number; before: number | null }[]
}

test('functions by their own time, and against an earlier profile by how their share changed', async t => {
  const door = openDoor(t)
  const at = (name: string) => join(door.temporary, name)
  writeFileSync(at('program.mjs'), PROGRAM)
  for (const [name, factor] of [
    ['a', '1'],
    ['b', '12'],
  ] as const)
    execFileSync(
      process.execPath,
      ['--cpu-prof', `--cpu-prof-name=${name}.cpuprofile`, 'program.mjs', factor],
      { cwd: door.temporary },
    )
  writeFileSync(at('a.cpuprofile.gz'), gzipSync(readFileSync(at('a.cpuprofile'))))
  const [a, b] = [at('a.cpuprofile.gz'), at('b.cpuprofile')]
  const both = await door.call('profile', [
    a,
    b,
    '--json',
    '--flame',
    at('f'),
    '--speedscope',
    at('s'),
  ])
  assert.equal(both.code, 0, both.stderr)
  const calculate = (JSON.parse(both.stdout) as Told).functions.find(
    ({ name }) => name === 'calculate',
  )
  assert.ok(calculate !== undefined && calculate.share > (calculate.before ?? 1))
  assert.equal(JSON.parse(readFileSync(at('f'), 'utf8')).name, 'all')
  assert.match(JSON.parse(readFileSync(at('s'), 'utf8')).$schema, /speedscope/)
  const one = await door.call('profile', [b])
  assert.match(one.stdout, /^ +self +total +ms\n +\d+\.\d % +\d+\.\d % +[\d.,]+ +calculate /)
  const flame = await door.call('profile', [b, '--flame', at('f')])
  assert.deepEqual(
    [flame.code, flame.stderr],
    [2, '--flame compares: give the profile before and the one after\n'],
  )
  const none = await door.call('profile', [at('program.mjs')])
  assert.deepEqual([none.code, none.stdout], [2, ''])
})
