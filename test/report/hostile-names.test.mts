/** Whatever a file, symbol, package, commit, tag or branch is called: does every report still show it as text? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { SaxesParser } from 'saxes'
import type { ReleaseEvidence } from '../../scripts/core/evidence.mts'
import type { Assessment } from '../../scripts/core/verdict.mts'
import { answerCsv, answerJson, answerMarkdown, answerTable } from '../../scripts/report/answer.mts'
import { badgeJson, badgeSvg, judged } from '../../scripts/report/badge.mts'
import { explain } from '../../scripts/report/explain.mts'
import { gitlab } from '../../scripts/report/gitlab.mts'
import { junit } from '../../scripts/report/junit.mts'
import { markdown } from '../../scripts/report/markdown.mts'
import { releaseReport } from '../../scripts/report/release.mts'
import { releaseNotes } from '../../scripts/report/release-notes.mts'
import { sarif } from '../../scripts/report/sarif.mts'
import { sbom } from '../../scripts/report/sbom.mts'
import { terminal } from '../../scripts/report/terminal.mts'
import { project } from '../skills/fake-lens.mts'
import { bad, catalogue } from './assessments.mts'

const NAMES: Readonly<Record<string, string>> = {
  'a terminal escape': 'a\u001b[2J\u001b]0;owned\u0007b\u009b31m',
  'a script': '"><script>alert(1)</script><img src=x onerror=alert(1)>',
  'a link': 'a](javascript:alert(1)) ![x](http://evil.example/x.png)',
  'marks of direction': 'a\u202egnp.exe\u2066\u200f',
  'line breaks': 'a\n\n# heading\r\n::error::a\u2028b\u0085c',
  '500 characters': 'long'.repeat(125),
  'lone surrogates': 'a\ud800b\udfff',
  'ends of everything': 'a`b``c|d]]>e-->f\'g"h\\',
  'a mention': '@everyone closes #1 GH-2 www.evil.example',
}

/** What a project's people may call as they like. */
const CALLED = new Set(['slug', 'branch', 'release', 'path', 'message', 'key', 'why', 'missing'])

/** The same with each of those called `name`. */
function called(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map(each => called(each, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      CALLED.has(key) && typeof each === 'string' ? name : called(each, name),
    ]),
  )
}

const commit = (subject: string, breaking: string | null) => ({
  ...{ id: 'c0ffee1234567890', at: '2026-03-10T00:00:00Z', subject, breaking },
})

const releaseOf = (name: string): ReleaseEvidence => {
  const tag = { name, commit: 'beef', at: '2026-02-01T00:00:00Z' }
  const subjects = [name, `feat(${name}): ${name}`, `fix!: ${name} (#1)`]
  const commits = subjects.map(subject => commit(subject, name))
  return { latest: tag, since: tag, commits, paths: [name], releases: [tag] }
}

const table = (name: string) => ({
  columns: [{ name, type: 'VARCHAR' }],
  rows: [[name], [[name]], [{ [name]: name }]],
})

const paper = { color: false, width: 80 }
const packages = (name: string) => [
  ...(['npm', 'PyPI', 'Go', 'crates.io', 'Maven'] as const).map(ecosystem => ({
    ...{ ecosystem, name, version: name, direct: true, dev: false, manifest: name, licence: name },
  })),
]

type Print = (assessment: Assessment, name: string) => string

/** Control characters but line breaks, and what turns text around or is half a character. */
const UNSEEN = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\n\u{200c}\u{200d}]]/v

const isText = (text: string) => assert.doesNotMatch(text, UNSEEN)

function isMarkdown(text: string): void {
  isText(text.replaceAll('\u200b', ''))
  // In a span of code nothing is markup; the span itself ends where it began.
  const bare = text.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
  assert.doesNotMatch(bare, /<(?:script|img)/i)
  assert.doesNotMatch(bare, /(?<!\\)\]\(\s*(?:javascript|http:)/i)
  assert.doesNotMatch(bare, /^# heading|(?<![\w&;/.])@everyone|(?<!\w)www\.evil/m)
}

function isXml(text: string): void {
  isText(text)
  const parser = new SaxesParser()
  parser.on('error', error => assert.fail(error))
  parser.on('opentag', ({ name }) => assert.doesNotMatch(name, /^(?:script|img)$/))
  parser.write(text).close()
}

function isJson(text: string): void {
  JSON.parse(text)
  assert.ok(text.isWellFormed())
}

/** Every quote is closed, and each row has one field. */
function isCsv(text: string): void {
  assert.match(text, /^(?:(?:"(?:[^"]|"")*"|[^",\r\n]*)\n){4}$/)
}

const printers: readonly (readonly [string, Print, (text: string) => void])[] = [
  ['the terminal', each => terminal(each, catalogue, paper), isText],
  [
    'the terminal in colour',
    each => stripVTControlCharacters(terminal(each, catalogue, { ...paper, color: true })),
    isText,
  ],
  ['explain', each => explain(each, catalogue, paper), isText],
  ['the comment', each => markdown(each, catalogue), isMarkdown],
  ['the quiet comment', each => markdown({ ...each, comparison: null }, catalogue), isMarkdown],
  [
    'the release report',
    (each, name) => releaseReport(each, catalogue, { 'release-orchestrator': releaseOf(name) }),
    isMarkdown,
  ],
  ['the release notes', ({ run }, name) => releaseNotes(releaseOf(name), run), isMarkdown],
  ['SARIF', each => sarif(each, catalogue), isJson],
  ['JUnit', each => junit(each, catalogue), isXml],
  ['GitLab', each => gitlab(each, catalogue), isJson],
  ['the badge', badgeSvg, isXml],
  ['the badge’s JSON', each => badgeJson(judged(each)), isJson],
  [
    'the bill of materials',
    (_, name) => sbom(project, { packages: packages(name) }, '1.0'),
    isJson,
  ],
  ['an answer as a table', (_, name) => answerTable(table(name), 80), isText],
  ['an answer as Markdown', (_, name) => answerMarkdown(table(name)), isMarkdown],
  ['an answer as JSON', (_, name) => answerJson(table(name)), isJson],
  ['an answer as CSV', (_, name) => answerCsv(table(name)), isCsv],
]

for (const [what, name] of Object.entries(NAMES))
  test(`${what} in every name`, () => {
    const assessment = called(bad, name) as Assessment
    for (const [printer, print, check] of printers) {
      const text = print(assessment, name)
      try {
        check(text)
      } catch (error) {
        assert.fail(`${printer}: ${error instanceof Error ? error.message : error}\n${text}`)
      }
    }
  })
