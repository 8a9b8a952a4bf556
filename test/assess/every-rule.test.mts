/** Does every rule find its fault in real code, that fault alone, and does it move the numbers by what a person predicts? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settingsOf } from '../../scripts/core/settings.mts'
import { judge } from '../../scripts/core/skill.mts'
import { policyRules } from '../../scripts/core/waiver-audit.mts'
import { skills } from '../../scripts/doors/skills.mts'
import { codeLinesIn } from '../../scripts/skills/refactor-assistant/shares.mts'
import { temporaryFolder } from '../support/repo.mts'
import { findingsIn, numbersIn, openGarden, STARTED_AT } from './garden.mts'
import { codePlants } from './plants/code.mts'
import { more, moved, placesIn, rounded, unlike } from './plants/compare.mts'
import { dependenciesPlants } from './plants/dependencies.mts'
import { documentsPlants } from './plants/documents.mts'
import { historyPlants } from './plants/history.mts'
import type { Was } from './plants/plant.mts'
import { QUIET, seen } from './plants/seen.mts'
import { testsPlants } from './plants/tests.mts'

const plants = [
  ...codePlants,
  ...documentsPlants,
  ...historyPlants,
  ...testsPlants,
  ...dependenciesPlants,
]

/** Without a change there is nothing to ask. */
const UNASKED = ['code-search', 'pr-review-assistant']

test('every rule of every skill is planted somewhere', () => {
  const rules = [...skills.flatMap(({ rules }) => Object.keys(rules)), ...Object.keys(policyRules)]
  assert.deepEqual([...plants, ...seen].map(({ rule }) => rule).sort(), rules.sort())
})

test('in the sources of commander', async t => {
  process.env.SHIPWORTHY_CACHE = temporaryFolder(t)
  const garden = openGarden(t)
  const calm = await garden.look()
  const numbers = numbersIn(calm)
  const silent = calm.outcomes.filter(({ status }) => status !== 'judged')
  assert.deepEqual(
    silent.map(({ skill, status }) => `${skill} ${status}`),
    UNASKED.map(skill => `${skill} not-applicable`),
  )
  const was: Was = name => {
    const { functions, modules } = calm.evidence['refactor-assistant'] ?? assert.fail()
    if (name === 'lines in functions') return codeLinesIn(functions)
    if (name === 'internal') return modules.usage?.internal ?? assert.fail()
    return numbers.get(name) ?? assert.fail(`nothing says ${name}`)
  }
  for (const { rule, plant, at, hides = [], moves } of plants)
    await t.test(`${rule} alone is found, moves what was predicted, and goes again`, async () => {
      plant(garden)
      const now = await garden.look()
      const [before, during] = [calm, now].map(placesIn) as [string[], string[]]
      try {
        assert.deepEqual(more(before, during), [`${rule} ${at}`.trim()])
        assert.deepEqual(more(during, before), hides)
        assert.deepEqual(moved(numbers, numbersIn(now)), unlike(numbers, moves(was, garden)))
      } finally {
        garden.restore()
      }
      const after = await garden.look()
      assert.deepEqual(findingsIn(after), findingsIn(calm))
      assert.deepEqual(numbersIn(after), numbers)
    })

  for (const { rule, skill: id, evidence, needed, moves } of seen)
    await t.test(`${rule} alone is found in what the skill saw`, () => {
      const skill = skills.find(each => each.id === id) ?? assert.fail()
      const settings = settingsOf(skill, calm.policy, STARTED_AT)
      const judged = (more: object) => {
        const saw = { ...calm.evidence[id], ...QUIET[id], ...more }
        return { outcomes: [judge(skill, saw, settings, { ...calm.evidence, ...needed }, 0)] }
      }
      const [quiet, loud] = [judged({}), judged(evidence)]
      const rules = ({ outcomes }: typeof quiet) =>
        outcomes.flatMap(({ findings }) => findings.map(each => each.rule))
      assert.deepEqual(more(rules(quiet), rules(loud)), [rule])
      assert.deepEqual(moved(numbersIn(quiet), numbersIn(loud)), rounded(moves))
    })
})
