import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readXml } from '../../scripts/formats/xml.mts'

const limits = { size: 200_000, depth: 5, attributes: 3, attributeSize: 100 }

test('elements, attributes and text come in order', () => {
  const seen: string[] = []
  const why = readXml('\ufeff<a x="1 &amp; 2"><b/><![CDATA[<c>]]> d</a>', {
    open: (name, { x }, depth) => seen.push(`${depth}<${name} ${x ?? ''}`),
    close: (name, depth) => seen.push(`${depth}>${name}`),
    text: text => seen.push(text),
  })
  assert.equal(why, null)
  assert.deepEqual(seen, ['1<a 1 & 2', '2<b ', '2>b', '<c>', ' d', '1>a'])
})

test('a document type is fine, an entity declaration is refused, an unknown entity too', () => {
  assert.equal(readXml('<!DOCTYPE a SYSTEM "a.dtd"><a/>', {}), null)
  const bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&c;</a>'
  assert.match(readXml(bomb, {}) ?? '', /^declares XML entities, which are never expanded/)
  assert.match(readXml('<a>&b;</a>', {}) ?? '', /^is not well-formed XML/)
})

test('limits end the reading with a sentence', () => {
  const cases: [string, RegExp][] = [
    ['<a>'.repeat(6), /nests deeper than 5 elements at line 1/],
    ['<a b="1" c="2" d="3" e="4"/>', /has over 3 attributes/],
    [`<a b="${'x'.repeat(101)}"/>`, /oversized attribute/],
    [`<a>${' '.repeat(200_000)}</a>`, /longer than 200000 characters/],
    ['<a>\n<b></a>', /^is not well-formed XML \([^)]+\) at line 2$/],
    ['<a', /^is not well-formed XML/],
    ['', /^is not well-formed XML/],
  ]
  for (const [text, why] of cases) assert.match(readXml(text, {}, limits) ?? 'accepted', why)
})

test('names of object members are only names', () => {
  let value: unknown = 1
  readXml('<a __proto__="x"/>', { open: (_, attributes) => (value = attributes.constructor) })
  assert.equal(value, undefined)
})
