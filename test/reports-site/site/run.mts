/** Does the page of a run say what the run says? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, type Page } from '../built-site.mts'
import { cents, files, folders, number, page } from './one-site.mts'

test('deductions of every run add up: parts to dimensions, dimensions to the score', async () => {
  const runs = await ask(folders.data, 'select run, score from runs')
  for (const { run, score } of runs) {
    const table = page(`run/${run}/index.html`).querySelector('.deductions')
    const cellsOf = (row: { querySelectorAll: Page['querySelectorAll'] } | null | undefined) =>
      [...(row?.querySelectorAll('td.n') ?? [])]
        .slice(0, 3)
        .map(cell => cents(number(cell.textContent)))
    const total = [0, 0, 0]
    for (const group of table?.querySelectorAll('tbody') ?? []) {
      const [whole, ...parts] = [...group.querySelectorAll('tr')].filter(
        row => row.querySelector('.unassessed') === null,
      )
      if (whole === undefined) continue
      const sums = parts.map(cellsOf).reduce((a, b) => a.map((value, at) => value + (b[at] ?? 0)))
      assert.deepEqual(cellsOf(whole), sums)
      for (const at of [0, 1, 2]) total[at] = (total[at] ?? 0) + (sums[at] ?? 0)
    }
    assert.deepEqual(cellsOf(table?.querySelector('tfoot')), total)
    assert.deepEqual(total, [10_000, 10_000 - cents(Number(score)), cents(Number(score))])
  }
})

test('a dimension that was not measured says why and shows no number', () => {
  const first = page('r/v1.0.0/index.html')
  const row = [...first.querySelectorAll('.deductions .whole')].find(each =>
    each.textContent?.includes('performance'),
  )
  assert.match(row?.textContent ?? '', /not measured: no benchmark was found/)
  assert.doesNotMatch(row?.textContent ?? '', /0\.00/)
})

test('findings are counted as the history counts them, new ones first', async () => {
  const [{ run } = {}] = await ask(
    folders.data,
    "select run from findings group by run having count(*) filter (state = 'new') > 0 order by run desc limit 1",
  )
  const [counts] = await ask(
    folders.data,
    `select count(*) filter (state = 'new' and waived is null) as fresh,
       count(*) filter (state = 'open' and waived is null) as standing,
       count(*) filter (state = 'fixed') as fixed,
       count(*) filter (state <> 'fixed' and waived is not null) as waived
     from findings where run = '${run}'`,
  )
  const found = page(`run/${run}/index.html`).querySelector('#findings')
  const { fresh, standing, fixed, waived } = counts ?? {}
  const title = `${fresh} new finding${fresh === 1 ? '' : 's'}, ${standing} still open, ${fixed} fixed, ${waived} waived`
  assert.equal(found?.querySelector('h2')?.textContent, title)
  const listed = found?.querySelectorAll('details > ul > li').length
  assert.equal(
    listed,
    [fresh, standing, fixed, waived].map(Number).reduce((a, b) => a + b),
  )
  if (fresh !== 0) assert.match(found?.querySelector('h3')?.textContent ?? '', /^New/)
})

test('every waiver of the policy is shown with what it covers, its last day and its owner', async () => {
  const [{ run, count, unwaived } = {}] = await ask(
    folders.data,
    `select run, count(*)::integer as count, any_value(score_unwaived) as unwaived from findings join latest using (run)
     where rule = 'complex-function' and state <> 'fixed' and waived is not null group by run`,
  )
  for (const path of [`run/${run}/`, '']) {
    const waivers = page(`${path}index.html`).querySelector('#waivers')
    assert.equal(waivers?.querySelector('h2')?.textContent, '2 waivers: 1 in force, 1 expired')
    const rows = [...(waivers?.querySelectorAll('tbody tr') ?? [])].map(row =>
      [...row.querySelectorAll('th, td')].map(cell => cell.textContent),
    )
    assert.deepEqual(rows, [
      [
        'complex-function in src/**',
        `${count} finding${count === 1 ? '' : 's'} of the rule waived`,
        '31 Dec 2099',
        'ada',
        'accepted until the rewrite of billing',
      ],
      ['CVE-2020-0001', '✗ expired, covers nothing', '31 Jan 2020', 'grace', 'not reachable'],
    ])
    const [link] = [...(waivers?.querySelectorAll('a') ?? [])]
    assert.equal(link?.getAttribute('href'), `/run/${run}/#waived-complex-function`)
    assert.ok(page(`run/${run}/index.html`).getElementById('waived-complex-function'))
    assert.ok(waivers?.textContent?.includes(`the score would be ${unwaived}`))
  }
})

test('what to fix first lists the findings whose rules cost the part, as the catalogue says', async () => {
  const costs = await ask(
    folders.data,
    "select name as rule, unnest(costs) as measure from catalogue where kind = 'rule'",
  )
  const [{ run } = {}] = await ask(folders.data, 'select run from latest')
  const found = await ask(
    folders.data,
    `select rule, count(*)::integer as count from findings
     where run = '${run}' and state <> 'fixed' and waived is null group by rule`,
  )
  const parts = [...page('index.html').querySelectorAll('.fixes > li')]
  assert.ok(parts.length > 3)
  for (const part of parts) {
    const [title = '', ...texts] = [...part.querySelectorAll('bdi')].map(each => each.textContent)
    const measure = title?.toLowerCase().replaceAll(' ', '-')
    const wanted = costs.filter(each => each.measure === measure).map(({ rule }) => rule)
    const expected = found.filter(({ rule }) => wanted.includes(rule))
    const total = expected.reduce((sum, { count }) => sum + Number(count), 0)
    const links = [...part.querySelectorAll('div > p a')]
    assert.equal(
      links.reduce((sum, link) => sum + Number.parseInt(link.textContent ?? '', 10), 0),
      total,
      `${measure}`,
    )
    const shown = links.map(
      link => /#(?:new|open)-(.*)$/.exec(link.getAttribute('href') ?? '')?.[1],
    )
    assert.deepEqual(new Set(shown), new Set(expected.map(({ rule }) => rule)), `${measure}`)
    if (total === 0) assert.match(texts.join(' '), /\.$/, 'the meaning of the measure')
  }
})

test('a fault and its advice are two sentences', async () => {
  const [{ run } = {}] = await ask(
    folders.data,
    "select run from findings where rule = 'duplicated-code' order by run desc limit 1",
  )
  const advice = [...page(`run/${run}/index.html`).querySelectorAll('.advice')].map(each =>
    (each.textContent ?? '').replace(/\s+/g, ' '),
  )
  const text = 'The same code in more than one place. Keep one and call it. About duplicated-code'
  assert.ok(advice.includes(text), advice.join('\n'))
})

test('hotspots come in the order of the view', async () => {
  const hot = await ask(folders.data, 'select path from hotspots limit 15')
  const [latest] = await ask(folders.data, 'select run from latest')
  const cells = page(`run/${latest?.run}/index.html`).querySelectorAll('td + th.path')
  assert.deepEqual(
    [...cells].map(cell => cell.textContent),
    hot.map(({ path }) => path),
  )
})

test('a release page is its run page under an address that stays', () => {
  const release = page('r/v2.3.0/index.html')
  const run = release.querySelector('.facts dd')?.textContent
  const own = page(`run/${run}/index.html`)
  assert.equal(own.querySelector('main')?.innerHTML, release.querySelector('main')?.innerHTML)
  const canonical = 'https://example.org/r/v2.3.0/'
  for (const each of [release, own])
    assert.equal(each.querySelector('link[rel=canonical]')?.getAttribute('href'), canonical)
})

test('sources link to the forge at the commit, traces to Jaeger', async () => {
  const [latest] = await ask(folders.data, 'select run, "commit", trace_id from latest')
  const html = files.get(`run/${latest?.run}/index.html`) ?? ''
  assert.ok(html.includes(`https://github.com/example/harbour/blob/${latest?.commit}/src/`))
  assert.ok(html.includes(`https://jaeger.example.org/ui/trace/${latest?.trace_id}`))
})
