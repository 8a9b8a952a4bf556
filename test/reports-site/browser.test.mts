/** Does the site work in a browser: light and dark, desk and phone, no script, no stranger, nothing inaccessible? */

import assert from 'node:assert/strict'
import { accessSync, constants, existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, extname, join, normalize } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Row } from '../../scripts/core/history.mts'
import { ask, build, type Folders, withHistory } from './built-site.mts'
import { type Entry, generateHistory } from './generate-history.mts'

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
const QUIET = ['--disable-component-update', '--disable-sync']
const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css'],
  ['.js', 'text/javascript'],
  ['.json', 'application/json'],
  ['.wasm', 'application/wasm'],
])
const DESK = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }
/** Several projects, under a base path. */
const MANY = '/many/'
const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'))

const program = process.env.CHROMIUM ?? installed(['chromium', 'chromium-browser', 'google-chrome'])
const why = 'no Chromium on this machine: apt-get install chromium, or name one in CHROMIUM'
const skip = program === null && process.env.CI !== 'true' ? why : false

let folders: Folders
let portfolio: Folders
let server: Server
let browser: Browser
let paths: readonly string[]

before(async () => {
  if (skip !== false) return
  assert.ok(program, why)
  const shape = { project: 'harbour', runs: 12, releases: 6, files: 30, faults: 60 }
  const entries = [...generateHistory(shape)]
  folders = await withHistory(entries)
  await build(folders, { jaegerUrl: 'https://jaeger.example.org' })
  const small = { runs: 3, releases: 2, files: 12, faults: 20 }
  portfolio = await withHistory([
    ...generateHistory({ ...small, project: 'pilot' }),
    ...generateHistory({ ...small, project: 'beacon', seed: 3, forge: null }),
    ...hostile(),
  ])
  await build(portfolio, { base: MANY })
  server = createServer(async (request, response) => {
    const asked = normalize(URL.parse(request.url ?? '', 'http://site')?.pathname ?? '/')
    const [root, path] = asked.startsWith(MANY)
      ? [portfolio.out, asked.slice(MANY.length - 1)]
      : [folders.out, asked]
    const file = join(root, path.endsWith('/') ? `${path}index.html` : path)
    const found = existsSync(file) ? file : join(root, '404.html')
    response.writeHead(found === file ? 200 : 404, {
      'content-type': TYPES.get(extname(found)) ?? '',
    })
    response.end(await readFile(found))
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  browser = await chromium.launch({ executablePath: program, args: [...FLAGS, ...QUIET] })
  const run = entries.find(({ rows }) => rows.findings?.some(({ state }) => state === 'new'))
  const hot = await readdir(join(folders.out, 'code/file'))
  const code = ['/code/', '/code/in/src-cargo/', `/code/file/${hot[0]}/`]
  const [trace] = await readdir(join(folders.out, 'performance/trace'))
  const flames = await readFile(join(folders.out, 'compare/v1.3.0..v1.4.0/index.html'), 'utf8')
  assert.match(flames, /class="slower2"/)
  const time = ['/performance/', `/performance/trace/${trace}/`]
  const own = [
    ...code,
    ...time,
    '/sql/',
    '/tests/',
    '/dependencies/',
    '/docs/',
    '/custom/',
    '/compare/',
    '/compare/v1.3.0..v1.4.0/',
    '/compare/v1.4.0..v1.5.0/',
  ]
  const many = [
    '',
    'p/pilot/',
    'p/beacon/r/v1.0.0/',
    'p/pilot/code/',
    'p/beacon/performance/',
    'runs/',
  ]
  paths = [
    ...[
      '/',
      '/r/v1.5.0/',
      `/run/${run?.where.run}/`,
      ...own,
      '/runs/',
      '/method/',
      '/no-such-page/',
    ],
    ...many.map(path => `${MANY}${path}`),
  ]
})

const EVIL = `"><img src=x onerror="document.title='hit'"><script>document.title='hit'</script>`

/** Runs of which every text that a comparison or an answer shows wants to be markup. */
function* hostile(): Generator<Entry> {
  const shape = { project: 'wreck', runs: 3, releases: 3, files: 8, faults: 12 }
  for (const [index, { where, rows }] of [...generateHistory(shape)].entries()) {
    const run = `${where.run}w`
    const own = (row: Row): Row => ({ ...row, run })
    const evil = (row: Row): Row => ({
      ...row,
      run,
      key: `${index}${row.key}`,
      message: EVIL,
      path: EVIL,
      rule: EVIL,
    })
    const named = (row: Row): Row => ({ ...row, run, release: `${index}${EVIL}`, branch: EVIL })
    const made = Object.entries(rows).map(([table, list]) => [
      table,
      list.map(table === 'findings' ? evil : table === 'runs' ? named : own),
    ])
    yield { where: { ...where, run }, rows: Object.fromEntries(made) }
  }
}

after(async () => {
  await browser?.close()
  server?.close()
  await folders?.remove()
  await portfolio?.remove()
})

/** What another scheme of colours can change; all else depends on the markup and the width alone. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** Labels of tables that are wider than their place. */
const CUT = `[...document.querySelectorAll('.scroll')]
  .filter(each => each.scrollWidth > each.clientWidth).map(each => each.ariaLabel)`

test('light and dark, desk and phone: accessible, quiet, within its width', { skip }, async () => {
  const context = await browser.newContext({ viewport: DESK, bypassCSP: true })
  const { page, heard } = await listening(await context.newPage())
  for (const path of paths) {
    await page.goto(address(path))
    await page.addScriptTag({ path: AXE })
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
    for (const [name, viewport] of Object.entries({ desk: DESK, phone: PHONE }))
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme })
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        assert.ok(Number(wide) <= 0, `${path} is ${wide} px wider than the ${name}`)
        const cut = name === 'phone' ? await page.evaluate(CUT) : []
        assert.deepEqual(cut, [], `${path}: tables a phone has to scroll`)
        const found = await violations(page, colorScheme === 'light' ? null : OF_COLOURS)
        assert.deepEqual(found, [], `${path}, ${name}, ${colorScheme}`)
      }
    const complaints = heard.splice(0)
    const expected = path === '/no-such-page/' ? 1 : 0
    assert.equal(complaints.length, expected, `${path}: ${complaints.join('\n')}`)
  }
  await context.close()
})

test('without JavaScript and under its own policy every page is there, styled and complete', {
  skip,
}, async () => {
  const context = await browser.newContext({ viewport: DESK, javaScriptEnabled: false })
  const { page, heard } = await listening(await context.newPage())
  for (const path of paths) {
    await page.goto(address(path))
    assert.ok(((await page.locator('h1').textContent()) ?? '').length > 4, path)
    const complaints = heard.splice(0)
    if (path !== '/no-such-page/') assert.deepEqual(complaints, [], path)
    // What only a script answers is not shown without one.
    assert.equal(await page.locator('form >> visible=true').count(), 0, path)
  }
  const home = await context.newPage()
  await home.goto(address('/'))
  assert.equal(await home.locator('.wide svg circle').first().isVisible(), true)
  assert.equal(await home.locator('.narrow').isVisible(), false)
  assert.equal(await home.locator('details table').isVisible(), false)
  await home.locator('summary').first().click()
  assert.equal(await home.locator('details table').isVisible(), true)
  await context.close()
})

test('nothing moves while a page loads, with its scripts too', { skip }, async () => {
  const page = await browser.newPage({ viewport: DESK })
  for (const path of ['/', '/compare/', '/sql/', '/performance/', '/code/']) {
    await page.goto(address(path), { waitUntil: 'networkidle' })
    const moved = await page.evaluate(`new Promise(done => {
      new PerformanceObserver(list => done(list.getEntries().reduce((sum, each) => sum + each.value, 0)))
        .observe({ type: 'layout-shift', buffered: true })
      setTimeout(() => done(0), 200)
    })`)
    assert.equal(moved, 0, path)
  }
  await page.close()
})

test('any two runs are compared in the browser, under the policy of the page, and the link says which', {
  skip,
}, async () => {
  const { page, heard } = await listening(await browser.newPage())
  await page.goto(address('/compare/'))
  await page.locator('select[name=a]').selectOption({ index: 4 })
  await page.locator('button').click()
  await page.locator('#compared h2.title').waitFor()
  const title = await page.locator('#compared h2.title').textContent()
  assert.match(title ?? '', /^v1\.5\.0 against v1\.1\.0: /)
  assert.match(page.url(), /\?a=[\w-]+&b=[\w-]+$/)
  await page.goto(page.url())
  await page.locator('#compared h2.title').waitFor()
  assert.equal(await page.locator('#compared h2.title').textContent(), title)
  assert.deepEqual(heard, [])
  await page.close()
})

test('SQL is answered in the page, from this site alone, loaded only when asked, and cannot reach out', {
  skip,
}, async () => {
  const { page, heard } = await listening(await browser.newPage())
  const loaded: string[] = []
  page.on('request', request => loaded.push(new URL(request.url()).pathname))
  const drawnViolations = async () => {
    const other = await browser.newContext({ bypassCSP: true })
    const copy = await other.newPage()
    await copy.goto(page.url())
    await copy.locator('button[type=submit]').click()
    await copy.locator('#picture svg').waitFor({ timeout: 60_000 })
    await copy.addScriptTag({ path: AXE })
    const found = await violations(copy, null)
    await other.close()
    return found
  }
  await page.goto(
    `${address('/sql/')}?q=${encodeURIComponent('SELECT count(*) AS runs FROM runs')}`,
  )
  assert.ok(!loaded.some(path => /wasm|duckdb|engine/.test(path)), `${loaded}`)
  const ask = async (sql: string | null) => {
    if (sql !== null) await page.locator('textarea').fill(sql)
    await page.evaluate("document.querySelector('#answer').textContent = ''")
    await page.locator('button[type=submit]').click()
    await page
      .locator('#answer table, #answer:has-text("could not")')
      .first()
      .waitFor({ timeout: 60_000 })
    return (await page.locator('#answer').textContent()) ?? ''
  }
  assert.match(await ask(null), /1 row in [\s\S]*runs\s*12$/)
  const [value] = await known(
    'SELECT count(*)::integer AS n FROM findings WHERE run IN (SELECT run FROM latest)',
  )
  const counted = await ask(
    'SELECT count(*) AS n FROM findings WHERE run IN (SELECT run FROM latest)',
  )
  assert.match(counted, new RegExp(`n\\s*${value?.n}$`))
  assert.match(
    await ask('SELECT release, committed_at FROM releases ORDER BY committed_at LIMIT 1'),
    /v1\.0\.0\s*2024-.*T.*Z$/,
  )
  assert.match(page.url(), /\?q=SELECT\+release/)
  await page.setViewportSize(PHONE)
  await ask('SELECT * FROM trend')
  assert.deepEqual(await page.evaluate(CUT), [])
  await page.setViewportSize(DESK)
  await ask('SELECT release, committed_at, score FROM releases')
  await page.locator('#picture svg[role=img] circle').first().waitFor()
  assert.match(
    (await page.locator('#picture h2').textContent()) ?? '',
    /^score: .* 2024, .* 20\d\d$/,
  )
  assert.deepEqual(await drawnViolations(), [])
  assert.deepEqual(heard, [])
  assert.match(
    await ask("SELECT * FROM read_csv('https://example.org/x.csv')"),
    /disabled by configuration/,
  )
  assert.match(await ask('DROP TABLE history.runs'), /read-only/)
  assert.match(await ask('SELECT '), /could not be answered: SELECT clause/)
  assert.ok(!loaded.some(path => path.includes('example.org')))
  // Before the last question has its answer, too: nobody waits for an example to try the next.
  for (const each of await page.locator('a[data-sql]').all()) await each.click()
  await page.locator('#answer #count').waitFor({ timeout: 90_000 })
  for (const each of await page.locator('a[data-sql]').all()) {
    await each.click()
    await page.locator('#answer #count').waitFor({ timeout: 90_000 })
  }
  await page.close()
})

test('what a comparison or an answer shows stays text, whoever wrote it or the link', {
  skip,
}, async () => {
  const { page, heard } = await listening(await browser.newPage())
  const elements = (place: string) =>
    page.locator(`${place} :is(img, script, iframe, object)`).count()
  await page.goto(address(`${MANY}p/wreck/compare/?a=${encodeURIComponent(EVIL)}&b=x`))
  await page.locator('select[name=a]').selectOption({ index: 2 })
  await page.locator('button').click()
  await page.locator('#compared h2.title').waitFor()
  const shown = (await page.locator('#compared').textContent()) ?? ''
  assert.ok(shown.split(EVIL).length > 3, shown.slice(0, 400))
  assert.equal(await elements('#compared'), 0)
  const evil = `select '${EVIL.replaceAll("'", "''")}' as "<img src=x>", 3 as n union all select 'b', 5`
  await page.goto(`${address(`${MANY}sql/`)}?q=${encodeURIComponent(evil)}`)
  assert.equal(await page.locator('textarea').inputValue(), evil)
  await page.locator('button[type=submit]').click()
  await page.locator('#picture svg').waitFor({ timeout: 90_000 })
  assert.equal(await page.locator('#answer td').first().textContent(), EVIL)
  assert.equal(await elements('#answer'), 0)
  await page.goto(`${address(`${MANY}sql/`)}?q=${encodeURIComponent('</textarea><script>')}`)
  assert.equal(await page.locator('textarea').inputValue(), '</textarea><script>')
  assert.doesNotMatch(await page.title(), /hit/)
  assert.deepEqual(heard, [])
  await page.close()
})

test('Jaeger is framed when the reader asks for it, and not before, without JavaScript too', {
  skip,
}, async () => {
  const context = await browser.newContext({ viewport: DESK, javaScriptEnabled: false })
  await context.route('https://jaeger.example.org/**', route =>
    route.fulfill({ contentType: 'text/html', body: '<p>the trace</p>' }),
  )
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await page.goto(address(paths.find(path => path.startsWith('/performance/trace/')) ?? ''))
  await page.waitForLoadState('networkidle')
  assert.ok(!asked.some(url => url.includes('jaeger')), asked.join('\n'))
  await page.getByText('The same trace in Jaeger, here').click()
  await page.waitForLoadState('networkidle')
  assert.ok(!asked.some(url => url.includes('jaeger')), asked.join('\n'))
  await page.getByText('Load it from jaeger.example.org').click()
  await page.frameLocator('iframe').getByText('the trace').waitFor()
  assert.match(asked.join('\n'), /jaeger\.example\.org\/trace\/[0-9a-f]{32}\?uiEmbed=v0$/m)
  await context.close()
})

test('dark is dark, by the colours themselves', { skip }, async () => {
  const seen: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await page.goto(address('/'))
    seen.push(
      String(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')),
    )
    await context.close()
  }
  assert.deepEqual(seen, ['rgb(255, 255, 255)', 'rgb(20, 22, 26)'])
})

test('everything can be reached by keyboard, the content first', { skip }, async () => {
  const page = await browser.newPage()
  await page.goto(address('/'))
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the content')
  await page.keyboard.press('Enter')
  assert.match(page.url(), /#main$/)
  await page.close()
})

const known = (sql: string) => ask(folders.data, sql)

const address = (path: string) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`

/** A page and all it complains of: console, errors, requests to anybody but this server. */
async function listening(page: Page): Promise<{ page: Page; heard: string[] }> {
  const heard: string[] = []
  page.on('console', message => heard.push(message.text()))
  page.on('pageerror', error => heard.push(error.message))
  page.on('request', request => {
    const { host, protocol } = new URL(request.url())
    if (protocol !== 'data:' && host !== new URL(address('/')).host) heard.push(request.url())
  })
  return { page, heard }
}

/** Of every rule of axe, or of these. */
async function violations(page: Page, rules: readonly string[] | null): Promise<readonly string[]> {
  const options = {
    resultTypes: ['violations'],
    iframes: false,
    ...(rules === null ? {} : { runOnly: rules }),
  }
  const found = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as {
    violations: { id: string; nodes: { html: string }[] }[]
  }
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 200))}`,
  )
}

function installed(programs: readonly string[]): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const files = programs.flatMap(name => folders.map(folder => join(folder, name)))
  return files.find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
