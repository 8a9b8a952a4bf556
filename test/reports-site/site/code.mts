/** Do the pages on code, tests, dependencies and docs say what the tables hold? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, textOf } from '../built-site.mts'
import { folders, number, page } from './one-site.mts'

test('the map and the hotspots of the code page show what the files table holds', async () => {
  const code = page('code/index.html')
  const files = await ask(
    folders.data,
    "select path, code from files where run = (select run from latest) and role <> 'test' and code > 0 order by path",
  )
  const tiles = [...code.querySelectorAll('.wide .treemap :has(> rect) > title')].map(
    each => each.textContent ?? '',
  )
  const drawn = tiles.map(text => /^(.*): ([\d,]+) lines? of code/.exec(text)?.slice(1) ?? [])
  assert.deepEqual(
    drawn
      .map(([path, lines]) => ({ path, code: number(lines) }))
      .sort((a, b) => (String(a.path) < String(b.path) ? -1 : 1)),
    files,
  )
  const hot = await ask(folders.data, 'select path from hotspots limit 15')
  const rows = code.querySelectorAll('[aria-label="Hotspots"] th.path')
  assert.deepEqual(
    [...rows].map(each => each.textContent?.trim()),
    hot.map(({ path }) => path),
  )
})

test('buckets and owners of the code page add up to its lines', async () => {
  const code = page('code/index.html')
  const [{ lines } = {}] = await ask(
    folders.data,
    "select sum(code)::integer as lines from files where run = (select run from latest) and role <> 'test'",
  )
  for (const [name, column] of [
    ['Complexity of files', 1],
    ['Ownership', 2],
  ] as const) {
    const rows = code.querySelectorAll(`[aria-label="${name}"] tbody tr`)
    const sum = [...rows].reduce(
      (all, row) => all + number(row.querySelectorAll('td.n')[column]?.textContent),
      0,
    )
    assert.equal(sum, lines, name)
  }
})

test('what hangs together on the code page is what was found', async () => {
  const found = await ask(
    folders.data,
    `select rule, count(*)::integer as n from findings where run in (select run from latest)
       and rule in ('change-coupling', 'duplicated-code') and state <> 'fixed' group by rule order by rule`,
  )
  const code = page('code/index.html')
  const shown = ['#coupling', '#clones'].map(id => ({
    title: number(/^\d+|^One/.exec(textOf(code, `${id} h2`))?.[0].replace('One', '1')),
    rows: code.querySelectorAll(`${id} tbody tr`).length,
    isDrawn: code.querySelectorAll(`${id} .arcs .tie`).length > 0,
  }))
  const expected = found.map(({ n }) => ({
    title: Number(n),
    rows: Math.min(15, Number(n)),
    isDrawn: true,
  }))
  assert.deepEqual(shown, expected)
})

test('a hot file has a page with its numbers on every run of the trend', async () => {
  const [{ path } = {}] = await ask(folders.data, 'select path from hotspots limit 1')
  const slug = String(path)
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
  const file = page(`code/file/${slug}/index.html`)
  const history = await ask(
    folders.data,
    `select f.cognitive from files f join releases r using (run) where path = '${path}' order by r.committed_at desc`,
  )
  const rows = file.querySelectorAll('[aria-label="The file on every run of the trend"] tbody tr')
  assert.deepEqual(
    [...rows].map(row => ({ cognitive: number(row.querySelector('td.n')?.textContent) })),
    history,
  )
})

test('the tests page lists the files with most lines that no test runs', async () => {
  const gaps = await ask(
    folders.data,
    `select path, coverable - covered as gap from files where run = (select run from latest) and coverable > covered
     order by gap desc, path limit 25`,
  )
  const rows = page('tests/index.html').querySelectorAll(
    '[aria-label="Least covered files"] tbody tr',
  )
  assert.deepEqual(
    [...rows].map(row => ({
      path: row.querySelector('th')?.textContent?.trim(),
      gap: number(row.querySelector('td.n')?.textContent),
    })),
    gaps,
  )
})

test('an advisory is as old as the first run that has it', async () => {
  const aged = await ask(
    folders.data,
    `select f.message, date_diff('day', min(e.committed_at), any_value(l.committed_at))::integer as days
     from findings f join latest l using (run)
     join findings g on g.key = f.key and g.state <> 'fixed' join runs e on e.run = g.run
     where f.rule = 'vulnerable-package' and f.state <> 'fixed' group by f.key, f.message`,
  )
  const rows = page('dependencies/index.html').querySelectorAll('.advisories tbody tr')
  const shown = [...rows].map(row => [
    row.querySelector('bdi')?.textContent,
    number(row.querySelector('td.n')?.textContent),
  ])
  assert.ok(shown.length > 2)
  for (const { message, days } of aged) {
    const row = shown.find(([text]) => text === message)
    assert.ok(Math.abs(Number(row?.[1]) - Number(days)) <= 1, `${message}: ${row} for ${days}`)
  }
  assert.equal(shown.length, aged.length)
})

test('measures of a page are those of the latest run, and undocumented symbols are counted by file', async () => {
  const docs = page('docs/index.html')
  const [{ value } = {}] = await ask(
    folders.data,
    "select value from measures where run = (select run from latest) and name = 'documented-surface'",
  )
  const row = [...docs.querySelectorAll('.measures tbody tr')].find(each =>
    /documented-surface/.test(each.textContent ?? ''),
  )
  assert.equal(number(row?.querySelector('td.n')?.textContent), Math.round(Number(value) * 10) / 10)
  const files = await ask(
    folders.data,
    `select path, count(*)::integer as count from findings where run = (select run from latest)
     and rule = 'undocumented-symbol' and state <> 'fixed' group by path order by count desc, path limit 25`,
  )
  const rows = docs.querySelectorAll('[aria-label="Undocumented symbols by file"] tbody tr')
  assert.deepEqual(
    [...rows].map(row => ({
      path: row.querySelector('th')?.textContent?.trim(),
      count: number(row.querySelector('td.n')?.textContent),
    })),
    files,
  )
})
