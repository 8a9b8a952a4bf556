import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonical, ID_WORDS, idsInCode } from '../../../scripts/formats/requirements/ids.mts'
import { readRequirements } from '../../../scripts/formats/requirements/read.mts'

const read = (text: string) => readRequirements(text, ID_WORDS)

const shown = (text: string) => read(text).map(({ id, form, line }) => [id, form, line])

test('the example of docs/traceability.md is read as its table says', () => {
  const page = readFileSync(new URL('../../../docs/traceability.md', import.meta.url), 'utf8')
  const example = /^```md\n(.*?)^```$/ms.exec(page)?.[1] ?? ''
  const table = /^\| id \| line \| done \|\n\|[-|]+\|\n((?:\|.*\|\n)+)/m.exec(page)?.[1] ?? ''
  assert.deepEqual(
    read(example).map(({ id, line, isOpen }) => [id, String(line), isOpen ? 'not yet' : '']),
    table
      .trim()
      .split('\n')
      .map(row =>
        row
          .slice(2, -1)
          .split('|')
          .map(cell => cell.trim()),
      ),
  )
})

test('an id is defined in a heading, at the start of an item and in the first cell of a row', () => {
  const document = `---
title: REQ-99 is no requirement here
---
# REQ-1: Sign in

See REQ-2 and \`openDoor()\`, which the user MUST find.

## Details

1. **FR-3.1**: the door opens
   - it closes again, see \`src/door.ts\`
- [ ] US_007 As a guest I want to knock

| id | what | status |
|---|---|---|
| REQ-AUTH-04 | tokens expire | done |
| [NFR-2](nfr.md) | fast | planned |

\`\`\`
- REQ-50: in code
\`\`\`
`
  assert.deepEqual(shown(document), [
    ['REQ-1', 'heading', 4],
    ['FR-3.1', 'item', 10],
    ['US-7', 'item', 12],
    ['REQ-AUTH-4', 'row', 16],
    ['NFR-2', 'row', 17],
  ])
  const [signIn, door, , , fast] = read(document)
  assert.deepEqual(signIn?.names, ['openDoor()'])
  assert.deepEqual(door?.names, ['src/door.ts'])
  assert.deepEqual(
    read(document).map(({ isOpen }) => isOpen),
    [false, false, true, false, true],
  )
  assert.equal(fast?.text, 'NFR-2: fast')
})

test('mentions, lists of ids, tables of what has a chapter, decisions and standards define nothing', () => {
  assert.deepEqual(
    shown(`# Overview

| id | title |
|---|---|
| REQ-1 | the chapter below |

## REQ-1 The chapter

# ADR-12 A decision

# Related

- REQ-5, REQ-6
- REQ-7
- RFC-2119: key words
- ISO-8601 dates
- see REQ-8
`),
    [['REQ-1', 'heading', 7]],
  )
})

test('demands without an id are sentences, stories and boxes, one for each paragraph', () => {
  assert.deepEqual(
    shown(`The server MUST answer. It SHALL do so at once.

The server must (in small letters) explain.

As a user, I want to leave.

- [x] Logging out works
- plain
`),
    [
      [null, 'sentence', 1],
      [null, 'story', 5],
      [null, 'box', 7],
    ],
  )
})

test('a status that says it is not done', () => {
  const open = (text: string) => read(text)[0]?.isOpen
  assert.equal(open('# REQ-1: x\n\n**Level**: Dev | **Status**: Draft\n'), true)
  assert.equal(open('# REQ-1: x\n\n**Status**: Active\n'), false)
  assert.equal(open('- [x] REQ-1: sign in works\n'), false)
})

test('code names ids in comments, markers, titles and function names', () => {
  const ids = idsInCode(ID_WORDS)
  assert.deepEqual(ids('// @implements REQ-012, FR3.1'), ['REQ-12', 'FR-3.1'])
  assert.deepEqual(ids('@pytest.mark.req("REQ-AUTH-007")'), ['REQ-AUTH-7'])
  assert.deepEqual(ids('def test_us_7_knocking():'), ['US-7'])
  assert.deepEqual(ids("it('REQ-1. opens', …)"), ['REQ-1'])
  assert.deepEqual(ids('const us7 = bus_1 + req12'), [])
  assert.equal(canonical('req_d00014'), 'REQ-D14')
})

test('whatever the text, reading ends and every row has a line of it', () => {
  const piece = fc.constantFrom(
    '# ',
    '- ',
    '[ ] ',
    '| ',
    '\n',
    'REQ-1',
    'MUST',
    '`a`',
    '---',
    '```',
    '<b>',
    ' x ',
    '  ',
  )
  const text = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map(each => each.join('')),
    fc.string(),
  )
  fc.assert(
    fc.property(text, each => {
      const lines = each.split('\n').length
      for (const { line } of read(each)) assert.ok(line >= 1 && line <= lines)
    }),
    { numRuns: 300 },
  )
})

test('texts made to be slow are not', () => {
  for (const text of [
    'A-'.repeat(200_000),
    '- '.repeat(20_000),
    '['.repeat(50_000),
    '`'.repeat(50_000),
  ])
    assert.ok(read(text).length <= 1)
  assert.deepEqual(idsInCode(ID_WORDS)('A-'.repeat(1_000)), [])
})
