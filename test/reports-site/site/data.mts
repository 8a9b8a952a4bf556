/** Do programs and feeds get what the history holds? */

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import { ask } from '../built-site.mts'
import { files, folders, page } from './one-site.mts'

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
  const { message, ...badge } = JSON.parse(files.get('badge.json') ?? '')
  assert.deepEqual(badge, { schemaVersion: 1, label: 'shipworthy', color: 'green' })
  assert.match(message, new RegExp(`^${releases.at(-1)?.score} / 100 on \\d{4}-\\d\\d-\\d\\d$`))
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

test('every page has a description of its own for whoever sees only the link', () => {
  const kinds = ['code', 'tests', 'dependencies', 'docs', 'performance', 'compare', 'sql', 'method']
  const said = kinds.map(kind => {
    const head = page(`${kind}/index.html`)
    return head.querySelector('meta[name=description]')?.getAttribute('content') ?? ''
  })
  assert.equal(new Set(said).size, kinds.length, said.join('\n'))
  for (const each of said) assert.match(each, /^[A-Z].* told from the history of its runs\.$/)
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
