import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { policySchema } from '../../scripts/core/config/schema.mts'
import { resolvePolicy } from '../../scripts/core/config.mts'
import { policyHash } from '../../scripts/core/policy-text.mts'
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

test('a metric has a part in the dimension it names, beside those that are built in', () => {
  const policy = resolve(`
weights: { custom: 10 }
metrics:
  size: { command: [du], unit: kB, better: lower, budget: 250, share: 30 }
  ignores: { files: ['src/**'], regex: noqa, better: lower, budget: 0, share: 5, dimension: code }
  typed: { file: types.json, json: $.percent, unit: percent, better: higher, share: 70 }
  lines: { file: lines.txt }
`)
  const { code, custom } = policy.dimensions
  assert.deepEqual(custom, {
    weight: 10,
    parts: { size: { share: 30, budget: 250 }, typed: { share: 70 } },
  })
  assert.deepEqual(code.parts.ignores, { share: 5, budget: 0 })
  assert.equal(Object.keys(code.parts).length, 7)
  assert.equal(policy.metrics?.lines?.file, 'lines.txt')
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
    'a waiver of a condition there is none',
    'waivers: [{ rule: gate/coverage, reason: r, owner: me, expires: 2027-01-01 }]',
    /no condition gate\/coverage; did you mean gate\/score|patch-coverage\?/,
  ],
  [
    'a waiver of a condition for a path',
    'waivers: [{ rule: gate/score, path: a, reason: r, owner: me, expires: 2027-01-01 }]',
    /gate\/score is about no path or key/,
  ],
  [
    'a curve upside down',
    'parts: { complex-code: { good: 50 } }',
    /parts\.complex-code needs good below poor/,
  ],
  ['broken YAML', 'gate: {', /shipworthy\.yml, line \d+/],
  [
    'a metric without a source',
    'metrics: { size: { unit: bytes } }',
    /metrics\.size needs exactly one of command, file and files/,
  ],
  [
    'a metric with two sources',
    'metrics: { size: { command: [x], file: y } }',
    /metrics\.size needs exactly one of/,
  ],
  ['files without a regex', "metrics: { a: { files: ['**'] } }", /metrics\.a .* needs a regex/],
  [
    'a JSON path to many places',
    "metrics: { a: { file: x.json, json: '$..a' } }",
    /metrics\.a needs a json path of names and positions/,
  ],
  [
    'a number read twice',
    "metrics: { a: { file: x.json, json: '$.a', regex: a } }",
    /metrics\.a reads its number by json or by regex, not by both/,
  ],
  [
    'a budget without a direction',
    'metrics: { a: { file: x, budget: 3 } }',
    /metrics\.a has a budget: say whether higher or lower is better/,
  ],
  [
    'a share that nothing scores',
    'metrics: { a: { file: x, better: lower, share: 3, dimension: code } }',
    /metrics\.a has a share of the score: it needs a budget/,
  ],
  [
    'a share of a dimension without weight',
    'metrics: { a: { file: x, better: lower, budget: 1, share: 3 } }',
    /metrics\.a has a share of the dimension custom, which weighs nothing: give it a weight/,
  ],
  [
    'a dimension without a share',
    'metrics: { a: { file: x, dimension: code } }',
    /metrics\.a has a dimension but no share in it/,
  ],
  [
    'a level without a budget',
    'metrics: { a: { file: x, level: error } }',
    /metrics\.a has a level but no budget/,
  ],
  [
    'the name of another measure',
    'metrics: { complex-code: { file: x } }',
    /metrics\.complex-code is a measure already/,
  ],
  ['a name with a space', "metrics: { 'a b': { file: x } }", /"a b" in metrics is no name/],
  [
    'a path that leads out of the project',
    "metrics: { a: { file: '../secret' } }",
    /metrics\.a\.file must match pattern/,
  ],
  [
    'a path inside that leads out of the project',
    "metrics: { a: { files: ['src/../../x'], regex: a } }",
    /metrics\.a\.files\.0 must match pattern/,
  ],
  [
    'an absolute path',
    "metrics: { a: { file: '/etc/hostname' } }",
    /metrics\.a\.file must match pattern/,
  ],
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
