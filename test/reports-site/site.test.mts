/** Does the site say what the history says? One history, built; its pages read back. */

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { SaxesParser } from 'saxes'
import {
  ask,
  build,
  type Folders,
  faultsOfMarkup,
  filesIn,
  followLinks,
  type Page,
  parse,
  textOf,
  withHistory,
} from './built-site.mts'
import { generateHistory } from './generate-history.mts'

const SHAPE = {
  project: 'github.com/example/harbour',
  runs: 24,
  releases: 12,
  files: 40,
  faults: 60,
}
const REQUEST = { site: 'https://example.org', jaegerUrl: 'https://jaeger.example.org/ui' }

let folders: Folders
let files: ReadonlyMap<string, string>

before(async () => {
  folders = await withHistory(generateHistory(SHAPE))
  await build(folders, REQUEST)
  files = await filesIn(folders.out)
})
after(() => folders.remove())

const page = (path: string): Page => {
  const html = files.get(path)
  assert.ok(html, `${path} was not built`)
  return parse(html)
}
const number = (text: string | null | undefined) =>
  Number((text ?? '').replace('−', '-').replace(/[^\d.-]/g, ''))
const cents = (value: number) => Math.round(value * 100)

test('every run and release has its page, and there is a list, a legend and a way back', async () => {
  const runs = await ask(folders.data, 'select run, release from runs order by run')
  for (const { run } of runs) assert.ok(files.has(`run/${String(run).toLowerCase()}/index.html`))
  for (const { release } of runs.filter(each => each.release !== null))
    assert.ok(files.has(`r/${release}/index.html`))
  for (const name of ['index.html', 'runs/index.html', 'method/index.html', '404.html'])
    assert.ok(files.has(name))
})

test('the first page opens with the verdict on the latest run', async () => {
  const [latest] = await ask(folders.data, 'select * from latest')
  const home = page('index.html')
  assert.equal(textOf(home, 'h1'), `${latest?.release} is shipworthy`)
  assert.equal(number(textOf(home, '.number strong')), latest?.score)
  assert.match(textOf(home, '.key'), /required: 80\.00/)
  const [failed] = await ask(
    folders.data,
    "select release, (select count(*) from alerts a where a.run = r.run and state = 'fail') as faults from releases r where gate = 'fail' limit 1",
  )
  const faults = `${failed?.faults} condition${failed?.faults === 1 ? '' : 's'} of the gate failed`
  const title = textOf(page(`r/${failed?.release}/index.html`), 'h1')
  assert.equal(title, `${failed?.release} is not shipworthy: ${faults}`)
})

test('what moved the score adds up to the move', () => {
  const moved = textOf(page('index.html'), '.because')
  const [, total, parts] = /(?:Up|Down) ([\d.]+) points since v2\.2\.0: (.+?)\. /.exec(moved) ?? []
  assert.ok(total && parts, moved)
  const sum = parts.split(', ').reduce((all, part) => all + cents(number(part)), 0)
  assert.equal(Math.abs(sum), cents(Number(total)))
})

test('the releases table shows each score of the history, newest first', async () => {
  const releases = await ask(
    folders.data,
    'select release, score from releases order by committed_at desc',
  )
  const table = page('index.html').querySelector('.scroll[aria-label="Releases"] tbody')
  const shown = [...(table?.querySelectorAll('tr') ?? [])].map(row => ({
    release: row.querySelector('th')?.textContent?.trim(),
    score: number(row.querySelector('td.n')?.textContent),
  }))
  assert.deepEqual(shown, releases)
})

test('deductions of every run add up: parts to dimensions, dimensions to the score', async () => {
  const runs = await ask(folders.data, 'select run, score from runs')
  for (const { run, score } of runs) {
    const table = page(`run/${run}/index.html`).querySelector('.deductions')
    const cellsOf = (row: { querySelectorAll: Page['querySelectorAll'] } | null | undefined) =>
      [...(row?.querySelectorAll('td.n') ?? [])]
        .slice(-3)
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
  assert.match(row?.textContent ?? '', /not assessed: no benchmark was found/)
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
    const [measure, ...rules] = [...part.querySelectorAll('bdi')].map(each => each.textContent)
    const wanted = costs.filter(each => each.measure === measure).map(({ rule }) => rule)
    const expected = found.filter(({ rule }) => wanted.includes(rule))
    const total = expected.reduce((sum, { count }) => sum + Number(count), 0)
    const links = [...part.querySelectorAll('div > p a')].map(each => each.textContent ?? '')
    assert.equal(
      links.reduce((sum, text) => sum + Number.parseInt(text, 10), 0),
      total,
      `${measure}`,
    )
    const shown = links.map(text => /[\w-]+$/.exec(text)?.[0])
    assert.deepEqual(new Set(shown), new Set(expected.map(({ rule }) => rule)), `${measure}`)
    if (total === 0) assert.match(rules.join(' '), /\.$/, 'the meaning of the measure')
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

test('the line of the trend breaks at what changed, and the list below says what it was', () => {
  const home = page('index.html')
  const marks = [...home.querySelectorAll('.breaks li')].map(each => each.textContent ?? '')
  assert.equal(marks.length, 4)
  for (const change of [/policy 5f1c09aa → c80d1e66/, /metrics shipworthy-1 → shipworthy-2/])
    assert.ok(marks.some(mark => change.test(mark)))
  assert.ok(marks.some(mark => /performance measured for the first time/.test(mark)))
  assert.ok(marks.some(mark => /machine a91f03cc → 7be2d410/.test(mark)))
  const lines = home.querySelectorAll('.wide g[stroke="var(--accent)"][stroke-width="2"] path')
  assert.equal(lines.length, 5)
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

test('neighbours of the trend, and the latest against earlier ones, have a page; all runs of it have data', async () => {
  const releases = await ask(
    folders.data,
    'select run, release from releases order by committed_at',
  )
  const names = releases.map(({ release }) => String(release))
  const latest = names.at(-1)
  for (const [index, name] of names.slice(1).entries())
    assert.ok(files.has(`compare/${names[index]}..${name}/index.html`))
  assert.ok(files.has(`compare/${names[0]}..${latest}/index.html`))
  for (const { run } of releases) assert.ok(files.has(`api/v1/runs/${run}.json`))
})

test('a comparison counts what SQL counts, in findings and in measures', async () => {
  const [earlier, later] = ['v2.1.0', 'v2.2.0']
  const between = page(`compare/${earlier}..${later}/index.html`)
  const [found] = await ask(
    folders.data,
    `select count(*) filter (change = 'new') as came, count(*) filter (change = 'fixed') as went
     from finding_changes where since = '${earlier}' and release = '${later}'`,
  )
  const titles = [...between.querySelectorAll('h2')].map(each => each.textContent ?? '')
  const faults = `${found?.came} new finding${found?.came === 1 ? '' : 's'}, ${found?.went} fixed`
  assert.ok(titles.includes(faults), `${faults}: ${titles}`)
  const measures = await ask(
    folders.data,
    `select name from (select m.*, r.release from measures m join releases r using (run))
     where release in ('${earlier}', '${later}') and subject = ''
     group by name having count(*) = 2 and count(distinct value) = 2 order by name`,
  )
  const rows = between.querySelectorAll('[aria-label="Measures"] tbody th bdi')
  assert.deepEqual(
    [...rows].map(each => each.textContent).sort(),
    measures.map(({ name }) => name),
  )
})

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

test('alerts say what stands since when, and what was resolved', async () => {
  const alerts = [...page('index.html').querySelectorAll('.alerts li')].map(each =>
    (each.textContent ?? '').replace(/\s+/g, ' '),
  )
  const [{ value } = {}] = await ask(
    folders.data,
    "select value from measures where run = (select run from latest) and name = 'vulnerable-packages'",
  )
  const zero = await ask(
    folders.data,
    `select r.release from measures m join releases r using (run) where name = 'vulnerable-packages'
     and r.committed_at > coalesce((select max(q.committed_at) from measures n join releases q using (run)
       where n.name = 'vulnerable-packages' and n.value = 0), '2000-01-01') order by r.committed_at limit 1`,
  )
  const open = alerts.find(text => text.includes('vulnerable package'))
  assert.match(
    open ?? '',
    new RegExp(`! open ${value} vulnerable packages since ${zero[0]?.release},`),
  )
  assert.ok(
    alerts.some(text =>
      /✓ resolved None left of 2 links that lead nowhere since v2\.2\.0/.test(text),
    ),
    `${alerts}`,
  )
})

test('the security card stands beside the dimensions with its three numbers', async () => {
  const [values] = await ask(
    folders.data,
    `select max(value) filter (name = 'vulnerable-packages') as vulnerable, max(value) filter (name = 'pinned-references') as pinned
     from measures where run = (select run from latest)`,
  )
  const card = textOf(page('index.html'), '.card.security')
  assert.ok(card.includes(`${values?.vulnerable} vulnerable packages`), card)
  assert.ok(card.includes('0 leaked secrets') && card.includes('of CI pinned'), card)
})

test('the feed of alerts is Atom, its entries keep their ids, its links are whole', async () => {
  const feed = files.get('alerts.xml') ?? ''
  new SaxesParser({ xmlns: true }).write(feed).close()
  const entries = [
    ...feed.matchAll(/<entry><id>([^<]+)<\/id><title>([^<]+)<\/title>.*?href="([^"]+)"/g),
  ]
  assert.ok(entries.length > 1)
  const [, id, title, link] =
    entries.find(([, , text]) => text?.includes('links that lead nowhere')) ?? []
  const about =
    'tag:shipworthy,2026:github.com%2Fexample%2Fharbour:broken-links%3Aresolved%3Av2.2.0'
  assert.deepEqual([id, link], [about, 'https://example.org/docs/'])
  assert.equal(title, 'resolved: None left of 2 links that lead nowhere (v2.2.0)')
  assert.equal(new Set(entries.map(([, each]) => each)).size, entries.length)
})

test('programs find projects, releases and their data; a badge says the score', async () => {
  const index = JSON.parse(files.get('api/v1/index.json') ?? '')
  const releases = await ask(
    folders.data,
    'select release, score from releases order by committed_at',
  )
  const [project] = index.projects
  assert.deepEqual(
    project.releases.map(({ release, score }: Record<string, unknown>) => ({ release, score })),
    releases,
  )
  for (const { page: path, data } of project.releases) {
    assert.ok(files.has(`${path}index.html`))
    assert.ok(files.has(data))
  }
  assert.deepEqual(JSON.parse(files.get('badge.json') ?? ''), {
    ...{
      schemaVersion: 1,
      label: 'shipworthy',
      message: `${releases.at(-1)?.score} / 100`,
      color: 'green',
    },
  })
  for (const file of [project.alerts, project.badge, index.history])
    assert.ok(files.has(file), file)
})

test('where a project or a release is shared, there is a picture of it, made for its size', async () => {
  for (const path of ['', 'r/v2.3.0/']) {
    const property = (name: string) =>
      page(`${path}index.html`)
        .querySelector(`meta[property="og:${name}"]`)
        ?.getAttribute('content')
    assert.equal(property('image'), `https://example.org/${path}card.png`)
    assert.match(property('image:alt') ?? '', /shipworthy/)
    const png = await readFile(join(folders.out, path, 'card.png'))
    const size = [png.readUInt32BE(16), png.readUInt32BE(20)]
    assert.deepEqual(size, [property('image:width'), property('image:height')].map(Number))
    assert.ok(png.length > 5000 && png.length < 60_000, `${png.length} bytes`)
  }
  const [run] = [...files.keys()].filter(name => name.startsWith('run/'))
  assert.doesNotMatch(files.get(run ?? '') ?? '', /og:image/)
})

test('the sitemap names pages that exist, and only whole addresses', () => {
  const named = [
    ...(files.get('sitemap.xml') ?? '').matchAll(/<loc>https:\/\/example\.org\/([^<]*)<\/loc>/g),
  ]
  assert.ok(named.length > 18)
  for (const [, path] of named) assert.ok(files.has(`${path}index.html`), path)
})

test('the published data of a run is what the history holds', async () => {
  const [{ run, score } = {}] = await ask(folders.data, 'select run, score from latest')
  const side = JSON.parse(files.get(`api/v1/runs/${run}.json`) ?? '')
  assert.deepEqual([side.schema, side.run, side.score], ['1.0', run, score])
  const [counts] = await ask(
    folders.data,
    `select (select count(*) from measures where run = '${run}')::integer as measures,
      (select count(*) from findings where run = '${run}' and state <> 'fixed')::integer as findings,
      (select count(*) from benchmarks where run = '${run}')::integer as benchmarks,
      (select count(*) from operations where run = '${run}')::integer as operations`,
  )
  for (const [table, count] of Object.entries(counts ?? {})) assert.equal(side[table].length, count)
  const coverage = side.measures.find(({ name }: { name: string }) => name === 'line-coverage')
  assert.deepEqual([coverage.unit, coverage.better, coverage.noise], ['percent', 'higher', 'exact'])
})

test('every measure and rule of the catalogue stands on the method page', async () => {
  const names = await ask(folders.data, 'select distinct kind, name from catalogue')
  const method = page('method/index.html')
  for (const { kind, name } of names) assert.ok(method.getElementById(`${kind}-${name}`), `${name}`)
})

test('every page is valid HTML', async () => {
  assert.deepEqual(await faultsOfMarkup(files), [])
})

test('every link leads somewhere; only forge, trace and canonical leave the site', () => {
  const { broken, outside } = followLinks(files, '/')
  assert.deepEqual(broken, [])
  const hosts = new Set([...outside].map(each => URL.parse(each)?.host))
  assert.deepEqual(hosts, new Set(['github.com', 'jaeger.example.org', 'example.org', '']))
})

test('no page carries script, style or handlers in itself; scripts are files of the site, on pages that say so', () => {
  for (const [name, html] of files) {
    if (!name.endsWith('.html')) continue
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|javascript:/i, name)
    assert.match(html, /http-equiv="content-security-policy" content="default-src 'none'/, name)
    const mayFrame = html.includes('; frame-src https://jaeger.example.org"')
    assert.equal(mayFrame, name.startsWith('performance/trace/'), name)
    assert.equal(html.includes('<iframe'), mayFrame, name)
    const scripts = html.match(/<script[^>]*>[^<]*/g) ?? []
    const mayRun = /content-security-policy" content="[^"]*script-src 'self'/.test(html)
    for (const script of scripts) {
      assert.match(script, /^<script type="module" src="\/assets\/[\w.-]+\.js">$/, name)
      assert.ok(mayRun, `${name} has a script that its policy forbids`)
    }
    if (mayRun) assert.ok(scripts.length > 0, `${name} allows scripts and has none`)
  }
})

test('the same history gives the same bytes', async () => {
  const again = { ...folders, out: `${folders.root}/again` }
  await build(again, REQUEST)
  assert.deepEqual(await filesIn(again.out), files)
})

test('under a base path every link stays under it', async () => {
  const moved = { ...folders, out: `${folders.root}/moved` }
  await build(moved, { base: '/repo' })
  const files = await filesIn(moved.out)
  assert.ok(![...files.keys()].some(name => name.endsWith('card.png')), 'linked from nowhere')
  const { broken, outside } = followLinks(files, '/repo/')
  assert.deepEqual(broken, [])
  assert.ok([...outside].every(each => !each.startsWith('/')))
})
