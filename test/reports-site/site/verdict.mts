/** Does the first page say what the newest run says? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, textOf } from '../built-site.mts'
import { cents, folders, number, page } from './one-site.mts'

test('the first page opens with the verdict on the latest run', async () => {
  const [latest] = await ask(folders.data, 'select * from latest')
  const home = page('index.html')
  assert.equal(textOf(home, 'h1'), `${latest?.release} is shipworthy`)
  assert.equal(number(textOf(home, '.number strong')), latest?.score)
  assert.match(textOf(home, '.key'), /required: 80\.00/)
  const [failed] = await ask(
    folders.data,
    `select release, message from releases r join alerts a using (run)
     where gate = 'fail' and a.subject = 'score' and a.state = 'fail' limit 1`,
  )
  const title = textOf(page(`r/${failed?.release}/index.html`), 'h1')
  assert.ok(
    title.startsWith(`${failed?.release} is not shipworthy: the score is ${failed?.message}`),
    title,
  )
})

test('what moved the score adds up to the move', () => {
  const moved = textOf(page('index.html'), '.because')
  const [, total, parts] = /(?:Up|Down) ([\d.]+) points since v2\.2\.0: (.+?)\. /.exec(moved) ?? []
  assert.ok(total && parts, moved)
  const sum = parts.split(', ').reduce((all, part) => all + cents(number(part)), 0)
  assert.equal(Math.abs(sum), cents(Number(total)))
})

test('the first page counts what is new and fixed since the release before, as the view does', async () => {
  const [{ came, went } = {}] = await ask(
    folders.data,
    `select count(*) filter (change = 'new') as came, count(*) filter (change = 'fixed') as went
     from finding_changes where since = 'v2.2.0' and release = 'v2.3.0'`,
  )
  const link = [...page('index.html').querySelectorAll('.because a')].at(0)
  assert.equal(link?.textContent, `${came} new finding${came === 1 ? '' : 's'}, ${went} fixed`)
  assert.equal(link?.getAttribute('href'), '/compare/v2.2.0..v2.3.0/')
})

test('releases are counted by what the gate said of each', async () => {
  const [counts] = await ask(
    folders.data,
    `select count(*) filter (gate = 'pass') as passed, count(*) filter (gate = 'fail') as failed,
       count(*) filter (gate = 'insufficient') as open, count(*) as all from releases`,
  )
  const titles = [...page('index.html').querySelectorAll('h2')].map(each => each.textContent ?? '')
  const { passed, failed, open, all } = counts ?? {}
  const said = [
    `${all} releases: ${passed} passed the gate`,
    ...(failed === 0 ? [] : [`${failed} failed it`]),
    ...(open === 0 ? [] : [`${open} had insufficient evidence`]),
  ]
  assert.ok(titles.includes(said.join(', ')), `${said}: ${titles.join('\n')}`)
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
