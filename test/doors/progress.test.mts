/** What does a waiting person see? One line that changes on a terminal, one line a skill elsewhere, nothing with --json. */

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { silent } from '../../scripts/core/skill.mts'
import { progress } from '../../scripts/doors/progress.mts'

function sink(shape: { readonly isTTY?: boolean; readonly columns?: number }) {
  const written: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk))
      done()
    },
  })
  return { written, stream: Object.assign(stream, shape) as unknown as NodeJS.WriteStream }
}

const measured = {
  ...silent('doc-generator', 'failed', '', 5),
  status: 'judged',
  why: null,
} as const
const absent = silent('dependency-guardian', 'unavailable', 'no network', 5)

function use(isWanted: boolean, stream: NodeJS.WriteStream) {
  const ticker = progress(isWanted, stream)
  ticker.step('Assessing engine')
  ticker.done(measured)
  ticker.done(absent)
  ticker.end()
}

test('a terminal has one line, cut to its width and cleared at the end', () => {
  const { written, stream } = sink({ isTTY: true, columns: 40 })
  use(true, stream)
  const clear = '\r\x1b[2K'
  assert.deepEqual(written, [
    `${clear}Assessing engine …`,
    `${clear}Measuring … 1 done, last: doc-generator`,
    `${clear}Measuring … 2 done, last: dependency-gu`,
    clear,
  ])
})

test('a log has a line for each skill, and why one gave no number', () => {
  const { written, stream } = sink({})
  use(true, stream)
  assert.deepEqual(written, [
    'Assessing engine\n',
    '  doc-generator ✓\n',
    '  dependency-guardian unavailable: no network\n',
  ])
})

test('with --json nothing is said', () => {
  const { written, stream } = sink({ isTTY: true })
  use(false, stream)
  assert.deepEqual(written, [])
})
