/** How does the answer to a question in SQL read: as a table, for a spreadsheet, for a program, in a comment? */

import stringWidth from 'string-width'
import { markdownText, visible } from './escape.mts'
import { fit, padEnd, padStart } from './layout.mts'

export interface AnswerTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Cells as JSON has them; lists and structs may be among them. */
  readonly rows: readonly (readonly unknown[])[]
}

/** Beyond these a table on a terminal says how much it leaves out, and where the rest can be had. */
const MOST_ROWS = 1000
const WIDEST_CELL = 80

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/

/** Ends in a line break. `width` in columns of the terminal; columns that do not fit are named below the table. */
export function answerTable(
  { columns, rows }: AnswerTable,
  width = Number.POSITIVE_INFINITY,
): string {
  if (columns.length === 0) return ''
  const shown = rows
    .slice(0, MOST_ROWS)
    .map(row => row.map(cell => fit(visible(textOf(cell)), WIDEST_CELL)))
  const names = columns.map(({ name }) => fit(visible(name), WIDEST_CELL))
  const widths = names.map((name, index) =>
    Math.max(...[name, ...shown.map(row => row[index] ?? '')].map(text => stringWidth(text))),
  )
  const fitting = fittingColumns(widths, width)
  const line = (cells: readonly string[]) =>
    cells
      .slice(0, fitting)
      .map((cell, index) => {
        const pad = NUMBER.test(columns[index]?.type ?? '') ? padStart : padEnd
        return pad(cell, widths[index] ?? 0)
      })
      .join('  ')
      .trimEnd()
  const rule = widths.slice(0, fitting).map(each => '─'.repeat(each))
  const lines = [
    line(names),
    rule.join('  '),
    ...shown.map(line),
    ...notes(rows.length, names, fitting),
  ]
  return lines.map(each => `${each}\n`).join('')
}

/** As many columns as fit beside each other, at least one. */
function fittingColumns(widths: readonly number[], width: number): number {
  let used = -2
  const over = widths.findIndex(each => {
    used += each + 2
    return used > width
  })
  return over < 0 ? widths.length : Math.max(1, over)
}

function notes(rows: number, names: readonly string[], fitting: number): readonly string[] {
  const count = `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`
  const most = MOST_ROWS.toLocaleString('en')
  const cut =
    rows > MOST_ROWS ? `, the first ${most} shown: add LIMIT, or --format csv for all` : ''
  const left = names.slice(fitting)
  const some = left.slice(0, 3).join(', ') + (left.length > 3 ? ` and ${left.length - 3} more` : '')
  const wide = `(too wide for ${some}: select fewer columns, or use --format json)`
  return [`(${count}${cut})`, ...(left.length === 0 ? [] : [wide])]
}

/** An array of objects, one a line. */
export function answerJson({ columns, rows }: AnswerTable): string {
  const objects = rows.map(row =>
    JSON.stringify(
      Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])),
    ),
  )
  return objects.length === 0 ? '[]\n' : `[\n${objects.join(',\n')}\n]\n`
}

/** RFC 4180 with line feeds: NULL is empty, an empty string is `""`. */
export function answerCsv({ columns, rows }: AnswerTable): string {
  const field = (cell: unknown) => {
    const text = cell === null || cell === undefined ? '' : textOf(cell)
    return cell === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [columns.map(({ name }) => name), ...rows]
    .map(row => `${row.map(field).join(',')}\n`)
    .join('')
}

/** A table in GitHub's and GitLab's Markdown. */
export function answerMarkdown({ columns, rows }: AnswerTable): string {
  if (columns.length === 0) return ''
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return [
    line(columns.map(({ name }) => markdownText(name))),
    line(columns.map(({ type }) => (NUMBER.test(type) ? '---:' : '---'))),
    ...rows.map(row => line(row.map(cell => markdownText(textOf(cell))))),
  ].join('')
}

const textOf = (cell: unknown): string => {
  if (cell === null || cell === undefined) return 'NULL'
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}
