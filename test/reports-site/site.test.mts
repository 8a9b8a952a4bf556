/** Is the site whole, and the same however it is built? One history; each subject of its pages in a module of its own. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, build, faultsOfMarkup, filesIn, followLinks, textOf } from './built-site.mts'
import { files, folders, kept, page, REQUEST } from './site/one-site.mts'
import './site/verdict.mts'
import './site/run.mts'
import './site/compare.mts'
import './site/code.mts'
import './site/performance.mts'
import './site/data.mts'

test('every run and release has its page, and there is a list, a legend and a way back', async () => {
  const runs = await ask(folders.data, 'select run, release from runs order by run')
  for (const { run } of runs) assert.ok(files.has(`run/${String(run).toLowerCase()}/index.html`))
  for (const { release } of runs.filter(each => each.release !== null))
    assert.ok(files.has(`r/${release}/index.html`))
  for (const name of ['index.html', 'runs/index.html', 'method/index.html', '404.html'])
    assert.ok(files.has(name))
})

test('numbers of the project’s own have a page, where there are any', () => {
  const custom = page('custom/index.html')
  assert.equal(textOf(custom, 'h1'), "1 metric of the project's own")
  assert.match(textOf(custom, '.measures tbody'), /open-tickets 12/)
})

test('the method page shows the weights and curves of the stored policy, and a run leads to them', () => {
  const method = page('method/index.html')
  const [table] = [...method.querySelectorAll('[aria-label^="Weights of policy"] table')]
  const rows = [...(table?.querySelectorAll('tbody tr') ?? [])].map(row =>
    [...row.querySelectorAll('th, td')].map(cell => cell.textContent?.replace(/\s/g, ' ')),
  )
  assert.deepEqual(rows[0], ['code', '25 of 100', '', ''])
  assert.deepEqual(rows[1], ['complex-code', '35 %', '12 %', '35 %'])
  assert.ok(rows.some(row => row.join() === 'budgets-kept,100 %,the percentage is the score'))
  const policy = page('index.html').querySelector('.facts a[href*="#policy-"]')
  assert.ok(method.getElementById(policy?.getAttribute('href')?.split('#')[1] ?? ''))
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

test('pages of runs that a further run changes nothing of are kept, as a build from nothing makes them', async () => {
  const again = { ...folders, out: `${folders.root}/again` }
  assert.equal((await build(again, REQUEST)).kept, 0)
  assert.ok(kept >= 20 && kept < 24, `${kept} of 23 kept`)
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
