import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { policyHash, policySchema, resolvePolicy } from '../../scripts/core/config.mts'
import { skills } from '../../scripts/doors/skills.mts'
import { defaultPolicy } from '../../scripts/policy.mts'

const resolve = (text: string | null) => resolvePolicy(defaultPolicy, text, skills)

test('no file, the built-in policy; an empty file, the same opinions', () => {
  assert.equal(resolve(null), defaultPolicy)
  assert.equal(policyHash(resolve('')), policyHash(defaultPolicy))
})

test('what is written wins, what is not stays', () => {
  const policy = resolve(`
gate: { score: 42, target: 80 }
weights: { performance: 0 }
parts:
  complex-code: { good: 7 }
levels: { complex-function: error }
skills:
  refactor-assistant: { cognitive: 20 }
`)
  assert.deepEqual(policy.gate, { ...defaultPolicy.gate, score: 42, target: 80 })
  assert.equal(policy.dimensions.performance.weight, 0)
  assert.deepEqual(policy.dimensions.code.parts['complex-code'], {
    share: 35,
    curve: { good: 7, poor: 35 },
  })
  assert.equal(policy.dimensions.tests.weight, 20)
  assert.equal(policy.levels['complex-function'], 'error')
  assert.deepEqual(policy.skills['refactor-assistant'], { cognitive: 20 })
})

test('the hash sees opinions, not the order they are written in', () => {
  const a = resolve('weights: { code: 30, docs: 10 }\ngate: { score: 70 }')
  const b = resolve('gate: { score: 70 }\nweights: { docs: 10, code: 30 }')
  assert.equal(policyHash(a), policyHash(b))
  assert.notEqual(policyHash(a), policyHash(defaultPolicy))
})

for (const [name, text, sentence] of [
  ['an unknown key', 'gates: { score: 80 }', /unknown key "gates".*did you mean gate\?/],
  [
    'an unknown nested key',
    'gate: { scor: 80 }',
    /unknown key "scor" in gate; did you mean score\?/,
  ],
  ['an unknown rule', 'levels: { complex-functions: off }', /did you mean complex-function\?/],
  [
    'an unknown level',
    'levels: { complex-function: fatal }',
    /levels\.complex-function must be one of error, warn, note, off/,
  ],
  [
    'an unknown setting of a skill',
    'skills: { refactor-assistant: { cognitiv: 1 } }',
    /did you mean cognitive\?/,
  ],
  ['a wrong type', 'gate: { score: high }', /gate\.score must be number/],
  [
    'a waiver without a reason',
    'waivers: [{ rule: x, owner: me, expires: 2027-01-01 }]',
    /waivers\.0 must have required property 'reason'/,
  ],
  [
    'a curve upside down',
    'parts: { complex-code: { good: 50 } }',
    /parts\.complex-code needs good below poor/,
  ],
  ['broken YAML', 'gate: {', /shipworthy\.yml, line \d+/],
  [
    'an alias bomb',
    `a: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]`,
    /shipworthy\.yml.*alias/i,
  ],
] as const)
  test(`${name} is one sentence`, () => {
    assert.throws(
      () => resolve(text),
      (error: Error) => {
        assert.equal(error.name, 'UserFault')
        assert.match(error.message, sentence)
        assert.equal(error.message.includes('\n'), false)
        return true
      },
    )
  })

test('the published JSON Schema is the one that judges', () => {
  const file = join(import.meta.dirname, '../../shipworthy.schema.json')
  assert.deepEqual(
    JSON.parse(readFileSync(file, 'utf8')),
    JSON.parse(JSON.stringify(policySchema(defaultPolicy, skills))),
    'run node scripts/schema.mts',
  )
})

test('docs/score.md and the built-in policy say the same', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/score.md'), 'utf8')
  const rows = [
    ...text.matchAll(
      /^\| (\w+) \| (\d+) \| `([\w-]+)` \| (\d+) \|[^|]*\|[^|]*\| ([^|]+) \| ([^|]+) \|/gm,
    ),
  ].map(([, dimension, weight, measure, share, good, poor]) => ({
    dimension,
    weight: Number(weight),
    measure,
    share: Number(share),
    curve: good === 'as it is' ? undefined : { good: Number(good), poor: Number(poor) },
  }))
  const policy = Object.entries(defaultPolicy.dimensions).flatMap(
    ([dimension, { weight, parts }]) =>
      Object.entries(parts).map(([measure, { share, curve }]) => ({
        dimension,
        weight,
        measure,
        share,
        curve,
      })),
  )
  assert.deepEqual(rows, policy)
})
