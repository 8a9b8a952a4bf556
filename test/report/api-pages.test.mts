import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apiPages } from '../../scripts/report/api-pages.mts'
import { golden } from './golden.mts'

const symbol = (name: string, signature: string, doc: string) => ({
  name,
  kind: 'function' as const,
  signature,
  doc,
})

test('a page for each module, with signature, sentences and what is laid out as it was written', t => {
  const pages = apiPages([
    {
      path: 'src/a b.ts',
      language: 'typescript',
      symbols: [
        symbol(
          'open',
          'export function open(path: string): void',
          'Opens *it*.\n\nTwice.\n\n@param path - where\n```ts\nopen()\n```',
        ),
        symbol('shut', 'export function shut(): void', ''),
      ],
    },
  ])
  assert.deepEqual([...pages.keys()], ['README.md', 'src/a b.ts.md'])
  golden(t, [...pages.values()].join('\n'), 'api-pages.md')
})

test('nothing in a name, a signature or a comment becomes markup', () => {
  const evil = '</script><img src=x onerror=alert(1)> [a](javascript:x) @everyone\n```\n# out'
  const pages = apiPages([
    { path: '<b>[x](y).ts', language: 'typescript', symbols: [symbol('`<i>`', evil, evil)] },
  ])
  const text = [...pages.values()].join('\n')
  const outside = text
    .replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '')
    .replace(/(`+)[^`][\s\S]*?\1/g, '')
  assert.doesNotMatch(outside.replace(/<!--.*?-->/g, ''), /<|[^\\]\[a\]|@everyone|^# out/m)
})
