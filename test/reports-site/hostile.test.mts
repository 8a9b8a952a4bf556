/** What happens to a page when every string of the history wants harm, and numbers are missing? Nothing. */

import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { SaxesParser } from 'saxes'
import type { Row, Rows } from '../../scripts/core/history.mts'
import {
  build,
  type Folders,
  faultsOfMarkup,
  filesIn,
  followLinks,
  parse,
  textOf,
  withHistory,
} from './built-site.mts'
import { type Entry, generateHistory } from './generate-history.mts'

const EVIL = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`
const OVERRIDE = 'safe\u202egnp.exe\u200b'
const IN_HEBREW_OR_ARABIC = /[\u0590-\u06ff]/
const RIGHT_TO_LEFT = 'מעגן/ميناء'
const LONG = `src/${'very-long-name/'.repeat(40)}end.ts`

const small = { runs: 1, releases: 1, files: 6, faults: 12 }

let folders: Folders
let files: ReadonlyMap<string, string>

before(async () => {
  folders = await withHistory([...hostileRuns(), ...gapOfAYear(), ...fromRightToLeft()])
  await rewrite('measures', "* replace ('NaN'::double as value)", 1)
  await rewrite('catalogue', '* exclude (costs)')
  await build(folders, { title: EVIL })
  files = await filesIn(folders.out)
})
after(() => folders.remove())

/** Two runs whose releases would share a slug, every text of theirs an attack. */
function* hostileRuns(): Generator<Entry> {
  const releases = ['../../Etc/Passwd', '..\\..\\etc\\passwd']
  for (const [index, release] of releases.entries())
    for (const { where, rows } of generateHistory({ ...small, project: EVIL, seed: index + 1 }))
      yield {
        where,
        rows: {
          ...rows,
          runs: (rows.runs ?? []).map(row => ({
            ...row,
            ...{ release, branch: OVERRIDE, commit: null, machine: EVIL, tool_version: EVIL },
            ...{
              forge: 'javascript:alert(1)',
              trace_id: 'javascript:alert(1)',
              policy: EVIL,
              gate: EVIL,
            },
            ...{ score: null, evidence: null, low: null, high: null, baseline: EVIL, delta: null },
          })),
          scores: (rows.scores ?? []).map(row => ({
            ...row,
            ...{ why: EVIL, status: row.measure === null ? 'failed' : 'judged', score: null },
          })),
          findings: (rows.findings ?? []).map((row, at) => ({
            ...row,
            ...{
              rule: at % 2 === 0 ? EVIL : OVERRIDE,
              level: EVIL,
              path: at % 3 === 0 ? null : LONG,
            },
            ...{
              message: EVIL,
              waived: at % 4 === 0 ? EVIL : null,
              state: at % 5 === 0 ? null : EVIL,
            },
          })),
          files: (rows.files ?? []).map((row, at) => ({ ...row, path: `${at}${EVIL}${LONG}` })),
          environment: [{ run: where.run, name: EVIL, value: OVERRIDE } as Row],
          ...hostileTimings(where.run),
          alerts: [
            { run: where.run, kind: 'gate', subject: EVIL, state: 'fail', message: EVIL },
            { run: where.run, kind: 'gate', subject: null, state: null, message: null },
          ],
          policies: [{ run: where.run, hash: EVIL, policy: '{"gate": "not a gate"' }],
          catalogue: (rows.catalogue ?? []).map(row => ({
            ...row,
            meaning: EVIL,
            advice: EVIL,
            unit: EVIL,
          })),
        },
      }
}

/** Benchmarks and traces that lie about their numbers, and are no trace at all. */
function hostileTimings(run: string): Rows {
  const span = { id: EVIL, parentId: EVIL, name: EVIL, service: EVIL, kind: EVIL, attributes: {} }
  const circle = ['a', 'b'].map((id, at) => ({
    ...{ ...span, id, parentId: at === 0 ? 'b' : 'a', startUs: 1e15, durationMs: 3 },
  }))
  const spans = [
    { ...span, startUs: 1e15, durationMs: 5 },
    { ...span, startUs: 'x', durationMs: -1 },
    null,
    7,
  ]
  const operation = {
    run,
    service: EVIL,
    operation: EVIL,
    count: 1,
    p50: null,
    p95: null,
    p99: null,
  }
  const trace = {
    run,
    service: EVIL,
    operation: EVIL,
    role: EVIL,
    duration_ms: null,
    omitted: null,
  }
  return {
    benchmarks: [
      {
        run,
        name: EVIL,
        unit: EVIL,
        better: EVIL,
        samples: [1, 0, -5],
        runs: [1, 1, 1],
        statistic: EVIL,
        source: EVIL,
      },
      {
        run,
        name: OVERRIDE,
        unit: null,
        better: null,
        samples: [],
        runs: [3],
        statistic: null,
        source: null,
      },
    ],
    operations: [{ ...operation, steps: 'no JSON', example_trace_ids: [EVIL] }],
    traces: [
      { ...trace, trace_id: EVIL, spans: JSON.stringify(spans) },
      { ...trace, trace_id: '../../etc', spans: 'no JSON' },
      { ...trace, trace_id: 'c1', spans: JSON.stringify(circle) },
    ],
  }
}

function* gapOfAYear(): Generator<Entry> {
  const history = generateHistory({ ...small, project: 'quiet', runs: 3, releases: 0, forge: null })
  for (const [index, { where, rows }] of [...history].entries())
    yield {
      where,
      rows: {
        ...rows,
        runs: (rows.runs ?? []).map(row => ({
          ...row,
          ...{ score: index === 1 ? null : (row.score ?? null), baseline: null },
        })),
        findings: (rows.findings ?? []).map(row => ({ ...row, state: 'open' })),
      },
    }
}

/** Names that are read from right to left; two runs within a day, the third two years later, of a newer minor schema. */
function* fromRightToLeft(): Generator<Entry> {
  const history = generateHistory({ ...small, project: RIGHT_TO_LEFT, runs: 3, releases: 3 })
  let first = 0
  for (const [index, { where, rows }] of [...history].entries())
    yield {
      where,
      rows: {
        ...rows,
        findings: (rows.findings ?? []).map(row => ({ ...row, state: 'open' })),
        runs: (rows.runs ?? []).map(row => {
          if (index === 0) first = Date.parse(String(row.committed_at))
          const next = new Date(first + 86_400_000).toISOString()
          return {
            ...row,
            ...{
              release: `גרסה ${index}`,
              branch: 'الفرع',
              schema: '1.9',
              machine: 'm',
              policy: 'p',
            },
            ...{
              tool_version: '1',
              ...{ score: 80 + index, baseline: null },
              committed_at: index === 1 ? next : (row.committed_at ?? null),
            },
          }
        }),
      },
    }
}

/** NaN cannot come through JSON, and older files lack columns: files of a table as somebody else wrote them. */
async function rewrite(table: string, columns: string, most?: number): Promise<void> {
  const folder = join(folders.data, table)
  const files = (await readdir(folder, { recursive: true })).filter(name =>
    name.endsWith('.parquet'),
  )
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const file of files.slice(0, most)) {
    const path = join(folder, file).replaceAll("'", "''")
    await connection.run(`create or replace table held as select ${columns} from
      read_parquet('${path}', hive_partitioning = false)`)
    await connection.run(`copy held to '${path}' (format parquet)`)
  }
  connection.closeSync()
  instance.closeSync()
}

test('no string of the history becomes markup or a link', () => {
  for (const [name, html] of files) {
    if (!name.endsWith('.html')) continue
    const page = parse(html)
    assert.equal(
      page.querySelectorAll('script:not([src^="/assets/"]), style, iframe, object, embed, img')
        .length,
      0,
      name,
    )
    for (const element of page.querySelectorAll('*'))
      for (const { name: attribute, value } of element.attributes) {
        assert.doesNotMatch(attribute, /^on|^style$|^srcdoc$/i, name)
        if (attribute === 'class') assert.match(value, /^[\w -]*$/, name)
      }
    for (const link of page.querySelectorAll('[href]'))
      assert.match(link.getAttribute('href') ?? '', /^(\/|data:,$|#|https?:)/, name)
  }
})

test('every page is valid HTML, and every link leads somewhere', async () => {
  assert.deepEqual(await faultsOfMarkup(files), [])
  assert.deepEqual(followLinks(files, '/').broken, [])
})

test('feeds and data are well formed whatever they carry', () => {
  for (const [name, text] of files) {
    if (name.endsWith('.xml')) new SaxesParser({ xmlns: true }).write(text).close()
    if (name.endsWith('.json')) JSON.parse(text)
  }
  assert.ok([...files.keys()].filter(name => /alerts\.xml$/.test(name)).length === 3)
})

test('characters that reorder or hide text are spelled out', () => {
  for (const [name, html] of files)
    if (!name.startsWith('assets/'))
      assert.doesNotMatch(html, /[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/, name)
  assert.ok([...files.values()].some(html => html.includes('safe\\u202egnp.exe\\u200b')))
})

test('names that would share or leave a folder get folders of their own', () => {
  const releases = [...files.keys()].filter(name => /^p\/[^/]+\/r\//.test(name))
  assert.deepEqual(releases.map(name => name.split('/').slice(3).join('/')).sort(), [
    '0/index.html',
    '1/index.html',
    '2/index.html',
    'etc-passwd-2/index.html',
    'etc-passwd/index.html',
  ])
})

test('no score, no number and no NaN reads as what it is', () => {
  const [, hostile] = [...files].find(([name]) => /^p\/[^/]+\/r\/etc-passwd\//.test(name)) ?? []
  const page = parse(hostile ?? '')
  assert.match(textOf(page, 'h1'), /was not judged$/)
  assert.equal(textOf(page, '.number'), 'no score')
  assert.match(textOf(page, '.deductions tbody'), /not measured/)
  for (const [name, html] of files) {
    if (!name.endsWith('.html')) continue
    const text = parse(html).body?.textContent ?? ''
    assert.doesNotMatch(text, /\bNaN\b|\bundefined\b|\bnull\b|\[object/, name)
    assert.doesNotMatch(html, /\b[dxyr]="[^"]*NaN/, name)
  }
})

test('a history that does not say what a rule costs lists no finding, only what the part means', () => {
  const quiet = parse(files.get('p/quiet/index.html') ?? '')
  const parts = [...quiet.querySelectorAll('.fixes > li')]
  assert.ok(parts.length > 0)
  for (const part of parts) {
    assert.equal(part.querySelectorAll('div > p a, ul').length, 0)
    assert.match(part.querySelector('p.soft')?.textContent ?? '', /\w\.$/)
  }
})

test('a run that was compared with nothing does not call its findings new or none of them fixed', () => {
  const titles = [...files].flatMap(([name, html]) => {
    if (!name.startsWith('run/') || !name.endsWith('.html')) return []
    const page = parse(html)
    return textOf(page, '.kicker') === RIGHT_TO_LEFT ? [textOf(page, '#findings h2')] : []
  })
  assert.equal(titles.length, 3)
  for (const title of titles) assert.match(title, /^\d+ open findings?(, \d+ waived)?$/)
})

test('several projects make a portfolio with a page each', () => {
  const home = parse(files.get('index.html') ?? '')
  assert.equal(textOf(home, 'h1'), '2 of 3 projects pass their gate')
  assert.equal(home.querySelectorAll('tbody tr').length, 3)
  const quiet = parse(files.get('p/quiet/index.html') ?? '')
  assert.equal(quiet.querySelectorAll('.wide circle').length, 2)
})

test('names that are read from right to left stay apart from the text around them', () => {
  const mixed = new Set<string>()
  let seen = 0
  for (const [name, html] of files) {
    if (!name.endsWith('.html') || !IN_HEBREW_OR_ARABIC.test(html)) continue
    seen++
    const walk = (node: Node): void => {
      if (/^(BDI|TITLE|OPTION|TEXT)$/i.test(node.nodeName)) return
      const isMixed = node.nodeType === 3 && IN_HEBREW_OR_ARABIC.test(node.textContent ?? '')
      if (isMixed)
        mixed.add(
          `${name.split('/')[2] ?? name}: ${node.parentNode?.parentNode?.nodeName} ${node.parentNode?.nodeName} ${node.textContent}`,
        )
      for (const child of node.childNodes) walk(child as unknown as Node)
    }
    walk(parse(html).body as unknown as Node)
  }
  assert.deepEqual([...mixed], [])
  assert.ok(seen > 10)
})

test('time is drawn to scale: two runs of one day stand together, two years apart from the third', () => {
  const [, html] =
    [...files].find(([name, text]) => /^p\/[^/]+\/index/.test(name) && text.includes('מעגן')) ?? []
  const dots = [...parse(html ?? '').querySelectorAll('.wide circle')]
  const [first = 0, second = 0, third = 0] = dots.map(dot => Number(dot.getAttribute('cx')))
  assert.equal(dots.length, 3)
  assert.ok((third - second) / (second - first) > 300, `${first} ${second} ${third}`)
})

test('a history of a newer Shipworthy is refused in one sentence, and the site that was there stays', async t => {
  const entries = [...generateHistory({ ...small, project: 'later' })]
  const later = await withHistory(
    entries.map(({ where, rows }) => ({
      where,
      rows: { ...rows, runs: (rows.runs ?? []).map(row => ({ ...row, schema: '2.0' })) },
    })),
  )
  t.after(() => later.remove())
  await assert.rejects(
    build({ ...later, out: folders.out }),
    /^UserFault: .*was written by a newer Shipworthy \(schema 2, this one reads 1\.0\): update Shipworthy\.$/,
  )
  assert.deepEqual(await filesIn(folders.out), files)
})
