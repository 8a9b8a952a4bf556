/** Does hostile text stay text, wherever it is shown? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import {
  code,
  markdownText,
  sentence,
  stopped,
  uriPath,
  visible,
  xml,
} from '../../scripts/report/escape.mts'

/** Any code unit, with the troublesome ones often. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '\u001b[31m',
        '\n',
        '\r',
        '\u202e',
        '\u2066',
        '\ud800',
        '\u0085',
        '|',
        '`',
        '](',
        '<b>',
        '&',
        '@a',
        '#1',
        '\\',
        '*',
        '_',
        '://',
        'www.',
        '\u0301',
        ']]>',
        '"',
        "'",
        '\ufffe',
        '..',
        '/',
        'a',
      ),
    )
    .map(parts => parts.join('')),
)

const INVISIBLE = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\u{200c}\u{200d}]]/v

test('a control, bidi or separator character is a picture, never an act', () => {
  assert.equal(visible('a\u001b[31mb\nc\u007f'), 'a␛[31mb␊c␡')
  assert.equal(visible('\u202egnp.exe'), '⟨U+202E⟩gnp.exe')
  assert.equal(visible('x\u0085\u2028\ud800'), 'x⟨U+0085⟩⟨U+2028⟩\ufffd')
  assert.equal(visible('naïve 日本 👩‍🚀'), 'naïve 日本 👩‍🚀')
  assert.equal(visible(`a${'\u0301'.repeat(500)}`).length, 5)
  fc.assert(fc.property(hostile, text => assert.doesNotMatch(visible(text), INVISIBLE)))
})

test('however long a name is, what is shown of it is bounded', () => {
  assert.ok(visible('\u0000'.repeat(1e6)).length < 5000)
  assert.ok(markdownText('@a'.repeat(1e6)).length < 50_000)
})

test('a sentence stands on one line and ends with a stop', () => {
  assert.equal(sentence(' a\r\n\tb  c '), 'a b c')
  assert.equal(stopped('no report was found'), 'no report was found.')
  assert.equal(stopped('really?'), 'really?')
  assert.equal(stopped(' '), '')
})

test('Markdown text has no markup, no HTML, no mention and no link', () => {
  const cases = {
    '[x](javascript:alert(1))': '\\[x\\](javascript:alert(1))',
    '![x](http://a.b/c.png)': '!&#8203;\\[x\\](http:&#8203;//a.b/c.png)',
    '<img src=x>': '&lt;img src=x&gt;',
    '@user and #12 and GH-3, a&b': '@&#8203;user and #&#8203;12 and GH-&#8203;3, a&amp;&#8203;b',
    'a|b `c` *d* _e_ ~f~ $g$': 'a\\|b \\`c\\` \\*d\\* \\_e\\_ \\~&#8203;f\\~ \\$&#8203;g\\$',
    'www.example.org': 'www&#8203;.example.org',
    '# heading': '\\# heading',
    '- item': '\\- item',
    '1. item': '1\\. item',
    'a \\ b\n\nc': 'a \\\\ b c',
  }
  for (const [from, to] of Object.entries(cases)) assert.equal(markdownText(from), to)
  fc.assert(
    fc.property(hostile, text => {
      const shown = markdownText(text).replaceAll('&#8203;', '\u200b')
      assert.doesNotMatch(shown, /[<>\n\r]/)
      assert.doesNotMatch(shown, /[@#]\w|:\/\//)
      const bare = shown.replace(/\\[\\`*_[\]|~$#+\-=.)]/g, '')
      assert.doesNotMatch(bare, /[`*_[\]|~\\]/)
    }),
  )
})

test('a code span holds any name, backticks too', () => {
  assert.equal(code('a.ts'), '`a.ts`')
  assert.equal(code('a`b'), '``a`b``')
  assert.equal(code('`a'), '`` `a ``')
  assert.equal(code(''), '`  `')
  fc.assert(
    fc.property(hostile, text => {
      const [, fence = '', inner = ''] = /^(`+)(.*?)\1$/s.exec(code(text)) ?? []
      assert.ok(fence.length > 0)
      assert.ok([...inner.matchAll(/`+/g)].every(run => run[0].length !== fence.length))
      assert.doesNotMatch(inner, /[\n\r]/)
    }),
  )
})

test('XML text and attributes are well-formed whatever the name', () => {
  fc.assert(
    fc.property(hostile, text => {
      const parser = new SaxesParser()
      let seen = ''
      parser.on('error', error => assert.fail(error))
      parser.on('text', part => {
        seen += part
      })
      parser.write(`<a b="${xml(text)}">${xml(text)}</a>`).close()
      assert.equal(seen, visible(text).replace(/[\ufffe\uffff]/g, '\ufffd'))
    }),
  )
})

test('a path becomes a relative URI that decodes to itself', () => {
  assert.equal(uriPath("a b/c#d?(e)'f.ts"), 'a%20b/c%23d%3F%28e%29%27f.ts')
  fc.assert(
    fc.property(hostile, path => {
      const uri = uriPath(path)
      assert.match(uri, /^[A-Za-z0-9%/._~-]*$/)
      assert.equal(decodeURIComponent(uri), path.toWellFormed())
    }),
  )
})
