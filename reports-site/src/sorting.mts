/** In which order does the reader want the rows? Heads of sortable tables become buttons. */

/// <reference lib="dom" />

for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]')) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])]
  let column = 0
  for (const head of heads) {
    makeSortable(table, head, column)
    column += head.colSpan
  }
}

function makeSortable(table: HTMLTableElement, head: HTMLTableCellElement, column: number): void {
  const button = document.createElement('button')
  button.className = 'sort'
  button.append(...head.childNodes)
  head.append(button)
  button.addEventListener('click', () => {
    const isDown = head.ariaSort === 'ascending'
    for (const other of table.tHead?.rows[0]?.cells ?? []) other.removeAttribute('aria-sort')
    head.ariaSort = isDown ? 'descending' : 'ascending'
    const body = table.tBodies[0]
    const rows = [...(body?.rows ?? [])].sort((a, b) => compare(keyOf(a, column), keyOf(b, column)))
    body?.append(...(isDown ? rows.reverse() : rows))
  })
}

/** What the cell says where it says it for machines, else its text. */
function keyOf(row: HTMLTableRowElement, column: number): string {
  const cell = row.cells[column]
  return cell?.dataset.key ?? cell?.textContent?.trim() ?? ''
}

function compare(a: string, b: string): number {
  const [x, y] = [numberIn(a), numberIn(b)]
  if (x === null && y === null) return a.localeCompare(b)
  return (x ?? Number.NEGATIVE_INFINITY) - (y ?? Number.NEGATIVE_INFINITY)
}

function numberIn(text: string): number | null {
  const plain = text.replace('\u2212', '-').replace(/[^\d.-]/g, '')
  return /\d/.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : null
}
