/** Are the measured pages still about this Shipworthy? Each says when, with which version and by which dialect it was measured. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const PAGES = [
  'docs/accuracy.md',
  'docs/calibration.md',
  'docs/field.md',
  'docs/images/verdict.svg',
  'docs/speed.md',
  'docs/validity.md',
]
/** Numbers of code that has moved on for so long say nothing about it. */
const DAYS_KEPT = 120
const DAY = 86_400_000

const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** ISO date of the newest commit that touched what is measured; null where there is no history, as in an archive. */
function lastChange(): string | null {
  const args = ['log', '-1', '--format=%cs', '--', 'scripts/languages', 'scripts/skills']
  try {
    return (
      execFileSync('git', args, {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() || null
    )
  } catch {
    return null
  }
}

const currentDialect = () =>
  /const DIALECT = '([^']+)'/.exec(read('scripts/skills/refactor-assistant/collect.mts'))?.[1]

for (const page of PAGES) {
  const [, date = '', version, dialect] =
    /^Measured (\d{4}-\d\d-\d\d) with Shipworthy (\d+\.\d+\.\d+\S*), metric dialect `([^`]+)`\.$/m.exec(
      read(page),
    ) ?? []

  test(`${page} says when and with what it was measured`, () => {
    assert.notEqual(version, undefined, `${page} has no line "Measured … with Shipworthy …"`)
    assert.ok(!Number.isNaN(Date.parse(date)), `${date} is no date`)
  })

  test(`${page} measures the dialect that is counted today`, () => {
    assert.equal(dialect, currentDialect(), `measure ${page} again`)
  })

  test(`${page} is not ${DAYS_KEPT} days behind the code it measured`, t => {
    const changed = lastChange()
    if (changed === null) return t.skip('there is no git history')
    const days = (Date.parse(changed) - Date.parse(date)) / DAY
    assert.ok(days <= DAYS_KEPT, `${page} is ${days} days older than ${changed}: measure it again`)
  })
}
