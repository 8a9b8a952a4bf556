import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Lens } from '../../../scripts/core/lens.mts'
import { pagesEvidence } from '../../../scripts/skills/doc-generator/pages.mts'
import { fakeLens } from '../fake-lens.mts'

let texts = 0

/** Files by path; what is no page holds nothing. */
async function look(files: Record<string, string>, unread: readonly string[] = []) {
  const lens: Partial<Lens> = {
    files: async () =>
      Object.keys(files).map(path => ({
        path,
        oid: `text-${texts++}`,
        language: null,
        role: path.startsWith('vendor/') ? 'vendored' : 'other',
      })),
    unread: async () => unread,
    text: async path => ({ ok: true, value: files[path] ?? '' }),
  }
  return pagesEvidence(fakeLens(lens))
}

async function brokenIn(files: Record<string, string>, unread: readonly string[] = []) {
  const { links } = await look(files, unread)
  return links.broken.map(({ path, line, target, why }) => `${path}:${line} ${target}: ${why}`)
}

test('files, folders and headings that are there are found, however they are written', async () => {
  const page = [
    '# Deep Ünïcode & `code()` :ship:',
    '## Twice',
    '## Twice',
    '<a id="Old-Name"></a>',
    '[a](./docs/a%20page.md) [b](docs/) [c](/docs/a%20page.md?plain=1#l3) [d][ref] ![e](docs/x.png)',
    '[f](#deep-ünïcode--code-ship) [g](#twice-1) [h](#old-name) [i](docs/a%20page.md#top-of-it)',
    '<img src="docs/x.png"> <a href="#twice">x</a> [j](#TWICE) <docs/a%20page.md> [k](.)',
    '',
    '[ref]: <docs/a page.md> "title"',
  ].join('\n')
  const files = { 'README.md': page, 'docs/a page.md': '# Top of it', 'docs/x.png': '' }
  assert.deepEqual(await brokenIn(files), [])
  assert.equal((await look(files)).links.kept, 12)
})

test('the bot that lists all contributors leads nowhere on purpose', async () => {
  const list =
    '<!-- ALL-CONTRIBUTORS-LIST:START - Do not remove -->\n<td><a href="#infra-ada">x</a></td>\n[y](#ideas-ada)\n<!-- ALL-CONTRIBUTORS-LIST:END -->\n'
  const page = `# A\n\n${list}\n[b](gone.md)\n`
  assert.deepEqual(await brokenIn({ 'README.md': page }), [
    'README.md:8 gone.md: there is no gone.md',
  ])
})

test('what is not there is told with line and reason: gone, other case, no heading', async () => {
  const page =
    '# A\n\ntext\n[a](gone.md)\n[b](Docs/a.md)\n\n[c](docs/a.md#none)\n\n<p>\n<img src="x.png">\n</p>\n\n[again](gone.md)\n'
  assert.deepEqual(await brokenIn({ 'README.md': page, 'docs/a.md': '' }), [
    'README.md:4 gone.md: there is no gone.md',
    'README.md:5 Docs/a.md: there is no Docs/a.md, only docs/a.md',
    'README.md:7 docs/a.md#none: docs/a.md has no heading #none',
    'README.md:10 x.png: there is no x.png',
  ])
})

test('code, comments, front matter, placeholders and links out of the project are no links to check', async () => {
  const page = [
    '---',
    'link: "[a](gone.md)"',
    '---',
    '`[a](gone.md)`',
    '',
    '```md',
    '[a](gone.md)',
    '```',
    '',
    '<!-- [a](gone.md) <a href="gone.md"> -->',
    '[a](https://x.org/y) [b](mailto:a@b.c) [c](//x.org) [d](../../issues) [e](url) [f]({{ x }})',
    '[h](#badge) [i](...)',
  ].join('\n')
  assert.deepEqual(await brokenIn({ 'README.md': page }), [])
})

test('behind links of the file system, ignored paths and what a build makes nobody can look', async () => {
  const files = {
    'README.md':
      '[a](sub/x.md) [b](linked) [c](build/out.js) [d](docs/api.html) [e](docs/gone.html)',
    '.gitignore': '/build\n',
    'docs/api.md': '',
    'docs/.gitignore': 'gone.*\n',
  }
  assert.deepEqual(await brokenIn(files, ['sub', 'linked']), [])
  assert.equal((await look(files, ['sub', 'linked'])).links.unsure, 5)
})

test('pages of a site follow rules of their own: only plain files are asked for', async () => {
  const page = '[a](/guide) [b](./intro) [c](#any) [d](other.md#any) [e](gone.md) [f](../en/x.md)'
  const others = { 'docs/other.md': '', 'docs/de/x.md': '' }
  for (const sign of ['docs/.vitepress/config.ts', 'mkdocs.yml', 'docs/conf.py'])
    assert.deepEqual(
      await brokenIn({ 'docs/index.md': page.replace('../', ''), [sign]: '', ...others }),
      ['docs/index.md:1 gone.md: there is no docs/gone.md'],
      sign,
    )
  const unsigned = '[a](/guide) [b](./intro) [c](#one-two) [d](gone.md)\n# OneTwo'
  assert.deepEqual(await brokenIn({ 'docs/index.md': unsigned }), [
    'docs/index.md:1 gone.md: there is no docs/gone.md',
  ])
})

test('a page of a site may be shown as a folder, with its HTML seen from there', async () => {
  const page = '<img src="../../img/a.png">\n<img src="../../img/gone.png">\n'
  const files = { 'mkdocs.yml': '', 'docs/more/page.md': page, 'docs/img/a.png': '' }
  assert.deepEqual(await brokenIn(files), [
    'docs/more/page.md:2 ../../img/gone.png: there is no img/gone.png',
  ])
})

test('templates, fixtures, vendored pages and notes of tools are read somewhere else', async () => {
  const paths = [
    'template-vue/README.md',
    'test/fixtures/a.md',
    'vendor/x/README.md',
    '.github/PULL_REQUEST_TEMPLATE.md',
    '.changeset/a.md',
  ]
  const files = Object.fromEntries(paths.map(path => [path, '[a](gone.md)']))
  assert.equal((await look(files)).links.pages, 0)
})

const README = `# Ship

Ship tells whether a release is worthy of the sea.

## Usage

\`\`\`sh
npm install ship
\`\`\`
`

test('a README answers what, how to get, how to use, under which licence', async () => {
  const readme = async (text: string, others = {}) =>
    (await look({ 'README.md': text, ...others })).readme
  assert.deepEqual(await readme(README, { LICENSE: '' }), {
    path: 'README.md',
    purpose: true,
    install: true,
    use: true,
    licence: true,
  })
  assert.deepEqual(await readme('# Ship\n\n[![b](https://x/y.svg)](https://x)\n'), {
    path: 'README.md',
    purpose: false,
    install: false,
    use: false,
    licence: false,
  })
  const crate = '# Ship\n\n```toml\n[dependencies]\nship = "1"\n```\n'
  assert.equal((await readme(crate))?.install, true)
  assert.equal((await look({ 'docs/index.md': README })).readme, null)
  for (const file of ['MIT-LICENSE.txt', 'LICENSE_APACHE', 'Apache_License.md', 'licenses/MIT'])
    assert.equal((await readme(README, { [file]: '' }))?.licence, true, file)
  assert.equal((await readme(README, { 'check-licenses-of-others.sh': '' }))?.licence, false)
})

test('hostile pages end, quickly and without an exception', async () => {
  const evil = [
    '['.repeat(50_000),
    '[a]('.repeat(20_000),
    '> '.repeat(20_000),
    '<a href="'.repeat(20_000),
    '<a '.repeat(30_000),
    `[a](${'../'.repeat(10_000)}x)`,
    `[a](${'%'.repeat(1_000)})`,
    '---\n'.repeat(20_000),
    'x'.repeat(1_100_000),
  ]
  const files = Object.fromEntries(evil.map((text, nth) => [`page-${nth}.md`, text]))
  assert.ok((await look(files)).links.pages >= 7)
})
