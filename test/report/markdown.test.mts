/** Is the comment the plan's box: the marker first, a screen at most, quiet when nothing changed, and inert? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markdown } from '../../scripts/report/markdown.mts'
import { all, catalogue, good, hostile, many, noted, quiet, slower } from './assessments.mts'
import { golden } from './golden.mts'

for (const [name, assessment] of Object.entries(all)) {
  test(`${name} reads well`, t => {
    golden(t, markdown(assessment, catalogue), `markdown-${name}.md`)
  })

  test(`${name} starts with its marker and unfolds to a screen`, () => {
    const text = markdown(assessment, catalogue)
    assert.ok(text.startsWith('<!-- shipworthy -->\n'))
    assert.ok(text.length < 65_536)
    const unfolded = text.replace(/<details>[\s\S]*?<\/details>/g, '')
    assert.ok(unfolded.split('\n').filter(Boolean).length <= 32)
  })
}

test('nothing changed: one line and the rest folded', () => {
  const shown = markdown(quiet, catalogue).replace(/<details>[\s\S]*?<\/details>/g, '')
  assert.equal(shown.split('\n').filter(Boolean).length, 3)
})

test('what must be known is never folded, and a quiet comment stays quiet around it', () => {
  for (const assessment of [noted, { ...quiet, notes: noted.notes ?? [] }]) {
    const shown = markdown(assessment, catalogue).replace(/<details>[\s\S]*?<\/details>/g, '')
    assert.match(shown, /^> This change edits shipworthy\.yml: .* only after it is merged\.$/m)
    assert.match(shown, /^> The history of @&#8203;harbour was cut\.$/m)
  }
  assert.doesNotMatch(markdown({ ...quiet, notes: noted.notes ?? [] }, catalogue), /^### /m)
})

test('a finding and its advice are two sentences', () => {
  assert.match(markdown(noted, catalogue), /is mute\. Say in one sentence/)
})

test('what changed before on the branch a change is for is folded, also where the comment is quiet', () => {
  const { trend } = slower
  assert.ok(trend)
  const change = {
    ...quiet,
    trend: { ...trend, branch: 'main' },
    run: { ...quiet.run, branch: 'idea' },
  }
  const text = markdown(change, catalogue)
  const shown = text.replace(/<details>[\s\S]*?<\/details>/g, '')
  assert.equal(shown.split('\n').filter(Boolean).length, 3)
  assert.match(text, /<summary>Over time, on the branch this is for<\/summary>\n\n- ▼ parse: 12 ms/)
  assert.match(
    markdown({ ...slower, run: { ...slower.run, branch: null } }, catalogue),
    /GET \/ferry\/0 is 31/,
  )
})

test('a change of any kind ends the quiet', () => {
  const { comparison } = quiet
  assert.ok(comparison)
  const louder = [
    { ...quiet, gate: { ...quiet.gate, status: 'fail' as const } },
    {
      ...quiet,
      comparison: { ...comparison, score: { before: 88.6, after: 88.5, delta: -0.1 } },
    },
    {
      ...quiet,
      comparison: { ...comparison, newFindings: many.comparison?.newFindings.slice(0, 1) ?? [] },
    },
    {
      ...quiet,
      comparison: { ...comparison, fixedFindings: many.comparison?.newFindings.slice(0, 1) ?? [] },
    },
    { ...quiet, comparison: { ...comparison, measuredDifferently: [{ measure: 'x', why: 'y' }] } },
    { ...quiet, comparison: null },
  ]
  for (const each of louder) assert.match(markdown(each, catalogue), /^### /m)
  const score = { before: 88.6, after: 88.62, delta: 0.02 }
  const hardly = markdown({ ...quiet, comparison: { ...comparison, score } }, catalogue)
  assert.match(hardly, /^✅ .* \(▲ \+0\.02 since .* in what both measured\)\. No new finding\./m)
})

test('links lead only to the web', () => {
  const text = markdown(good, catalogue, {
    links: [
      { text: 'Full report', url: 'https://harbour.github.io/ferry/' },
      { text: 'Traces', url: 'javascript:alert(1)' },
    ],
  })
  assert.match(text, /\[Full report\]\(https:\/\/harbour\.github\.io\/ferry\/\)/)
  assert.doesNotMatch(text, /Traces/)
})

test('outside code a hostile name neither mentions, links nor marks up', () => {
  const text = markdown(hostile, catalogue)
    .replace(/<!-- shipworthy -->|<\/?(?:details|summary)>/g, '')
    .replaceAll('&#8203;', '\u200b')
    .replace(/\\`/g, '')
    .replace(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, 'CODE')
    .replace(/\]\(https:\/\/github\.com\/[\w%./#-]+\)/g, ']')
  assert.doesNotMatch(text, /[<>]/)
  assert.doesNotMatch(text, /@\w|#\d|:\/\/|(?<!\\)\]\(/m)
})
