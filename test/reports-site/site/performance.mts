/** Do the pages on performance and traces say what the tables hold? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../built-site.mts'
import { folders, number, page } from './one-site.mts'

test('operations and benchmarks of the performance page are those of the history', async () => {
  const performance = page('performance/index.html')
  const operations = await ask(
    folders.data,
    `select operation, round(p95, 2) as p95 from operations where run = (select run from latest) order by count desc`,
  )
  const rows = performance.querySelectorAll('[aria-label="Operations"] tbody tr')
  assert.deepEqual(
    [...rows].map(row => ({
      operation: row.querySelector('bdi')?.textContent,
      p95: number(row.querySelectorAll('td.n')[2]?.textContent),
    })),
    operations,
  )
  const points = await ask(
    folders.data,
    `select round(1000 * list_median(samples), 1) as ms from benchmarks join releases r using (run)
     where name = 'parse/manifest' order by r.committed_at desc`,
  )
  const table = performance.querySelectorAll('[aria-label="Points of parse/manifest"] tbody tr')
  assert.deepEqual(
    [...table].map(row => ({ ms: number(row.querySelector('td.n')?.textContent) })),
    points,
  )
  const [, broken] = [...table].map(row => row.querySelectorAll('td').item(4)?.textContent ?? '')
  assert.match(broken ?? '', /processor changed/)
})

test('few comparable points are said to be few: they cannot show that no level changed', () => {
  const performance = page('performance/index.html')
  const titles = [...performance.querySelectorAll('.benchmark h3')].map(each => each.textContent)
  assert.ok(titles.length > 0)
  for (const title of titles)
    assert.match(title ?? '', /\d comparable points? since v\d\.\d\.0, too few to see a change/)
})

test('a time measured in a container stands beside what it would have been without, and is not changed', () => {
  const performance = page('performance/index.html')
  const rows = performance.querySelectorAll('[aria-label="Points of parse/manifest"] tbody tr')
  const cells = [...rows].map(row => [...row.querySelectorAll('td')].map(each => each.textContent))
  const [newest, oldest] = [cells[0] ?? [], cells.at(-1) ?? []]
  const raw = number(newest[1])
  const [, without, low, high] = /^(\S+) ms \((\S+) ms – (\S+) ms\)$/.exec(newest[5] ?? '') ?? []
  for (const [value, divided] of [
    [without, 1.02],
    [low, 1.03],
    [high, 0.99],
  ] as const)
    assert.ok(Math.abs(number(value) - raw / divided) <= 0.11, `${value} of ${raw}`)
  assert.equal(newest[6], 'container')
  assert.deepEqual(oldest.slice(5), ['–', '–'])
})

test('a trace page accounts for all of the time, and links to the same trace elsewhere', async () => {
  const [trace] = await ask(
    folders.data,
    "select trace_id, duration_ms from traces where run = (select run from latest) and operation = 'POST /manifests'",
  )
  const shown = page(`performance/trace/${trace?.trace_id}/index.html`)
  const rows = shown.querySelectorAll('[aria-label="Time of its own by step"] tbody tr')
  const own = [...rows].reduce(
    (sum, row) => sum + number(row.querySelectorAll('td.n')[1]?.textContent),
    0,
  )
  assert.ok(Math.abs(own - Number(trace?.duration_ms)) < 0.1, `${own} of ${trace?.duration_ms}`)
  const frames = [...shown.querySelectorAll('.wide .flame rect')].map(each =>
    Number(each.getAttribute('width')),
  )
  assert.ok(Math.abs((frames[0] ?? 0) - 1151) < 1)
  assert.equal(shown.querySelectorAll('.waterfall tbody tr').length, 4)
  const links = [...shown.querySelectorAll('a')].map(each => each.getAttribute('href'))
  assert.ok(links.includes(`https://jaeger.example.org/ui/trace/${trace?.trace_id}`))
})
