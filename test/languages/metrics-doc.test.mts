/** Does docs/metrics.md tell the truth? Each of its examples is read, and every table under it is compared. */

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import type { Language, LanguageReader, SourceFacts } from '../../scripts/core/facts.mts'
import { languageOf } from '../../scripts/languages/classify.mts'

interface Example {
  readonly tag: string
  readonly line: number
  readonly code: string
  readonly tables: readonly (readonly Record<string, string>[])[]
}

const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8')
const all = examples(page)

suite('docs/metrics.md', () => {
  test('has examples of JavaScript and TypeScript', () => {
    const tags = new Set(all.map(({ tag }) => tag))
    assert.ok(tags.has('js') && tags.has('ts'))
  })

  for (const { tag, line, code, tables } of all)
    test(`the ${tag} example on line ${line}`, async t => {
      const path = `example.${tag}`
      const language = languageOf(path) as Language
      const reader = await readerOf(language)
      if (reader === null) return t.skip(`no reader for ${language} yet`)
      await reader.prepare()
      const { source } = reader.read(path, code, language)
      assert.equal(source.fault, null)
      assert.notEqual(tables.length, 0, 'an example without a table proves nothing')
      for (const table of tables) {
        const columns = Object.keys(table[0] ?? {})
        assert.deepEqual(measured(source, columns), table)
      }
    })
})

async function readerOf(language: Language): Promise<LanguageReader | null> {
  const name = language === 'typescript' ? 'javascript' : language
  const url = new URL(`../../scripts/languages/${name}.mts`, import.meta.url)
  return existsSync(url) ? (await import(url.href))[name] : null
}

/** The rows a table should hold, with the columns it has; the first column says which list it is. */
function measured(source: SourceFacts, columns: readonly string[]): Record<string, string>[] {
  const { functions, symbols, imports, exports, lines, code, comments } = source
  const lists: Record<string, readonly Record<string, unknown>[]> = {
    function: functions.map(row => ({ ...row, function: row.name })),
    class: (source.classes ?? []).map(row => ({ ...row, class: row.name })),
    symbol: symbols.map(row => ({
      ...row,
      symbol: row.name,
      documented: row.isDocumented ? 'yes' : 'no',
    })),
    import: imports.map(row => ({ ...row, import: row.source })),
    export: exports.map(row => ({
      ...row,
      export: row.name,
      from: row.from === null ? '' : `${row.from.name} of ${row.from.source}`,
      used: row.isUsedHere ? 'yes' : 'no',
    })),
    stale: source.staleParameters.map(row => ({ ...row, stale: row.parameter })),
    file: [{ file: '', lines, code, comments }],
  }
  const rows = lists[columns[0] ?? '']
  assert.ok(rows, `a table of ${columns[0]} is not known`)
  return rows.map(row => Object.fromEntries(columns.map(name => [name, String(row[name])])))
}

function examples(text: string): Example[] {
  const lines = text.split('\n')
  const found: Example[] = []
  for (let index = 0; index < lines.length; index++) {
    const tag = /^```(jsx?|tsx?|py|java|go|cs|rs|kt|php|rb)$/.exec(lines[index] ?? '')?.[1]
    if (tag === undefined) continue
    const end = lines.indexOf('```', index)
    const code = `${lines.slice(index + 1, end).join('\n')}\n`
    found.push({ tag, line: index + 1, code, tables: tablesFrom(lines, end + 1) })
    index = end
  }
  return found
}

function tablesFrom(lines: readonly string[], from: number): Record<string, string>[][] {
  const tables: Record<string, string>[][] = []
  for (let index = from; index < lines.length; index++) {
    const line = lines[index] as string
    if (line === '') continue
    if (!line.startsWith('|')) break
    const columns = cells(line)
    const rows: Record<string, string>[] = []
    for (index += 2; lines[index]?.startsWith('|'); index++) {
      const values = cells(lines[index] as string)
      rows.push(Object.fromEntries(columns.map((name, at) => [name, values[at] ?? ''])))
    }
    tables.push(rows)
  }
  return tables
}

function cells(line: string): string[] {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map(cell => cell.trim().replace(/^`(.*)`$/, '$1'))
}
