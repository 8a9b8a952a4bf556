/** What is a cell called where its column has no head, on a phone? Every cell of a table learns the head it stands under. */

const TAG = /<(\/?)([a-z][a-z\d]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi

/** `markup`: of tables without a cell that spans rows, each text in it escaped. Cells over several columns stand for themselves. */
export function labelled(markup: string): string {
  let heads: string[] = []
  let column = 0
  let head: { from: number; span: number } | null = null
  return markup.replace(TAG, (tag, end, name, attributes, at: number) => {
    const span = Number(/\scolspan="?(\d+)/.exec(attributes)?.[1] ?? 1)
    const isCell = end === '' && (name === 'td' || name === 'th')
    if (name === 'thead' && end === '') heads = []
    if (name === 'tr' && end === '') column = 0
    if (isCell && attributes.includes('scope="col"')) head = { from: at + tag.length, span }
    else if (isCell) {
      const label = span === 1 && name === 'td' ? heads[column] : ''
      column += span
      return label ? `<td data-label="${label}"${attributes}>` : tag
    } else if (name === 'th' && head !== null) {
      const text = markup.slice(head.from, at).replace(TAG, '').replaceAll('"', '&quot;').trim()
      heads.push(...Array<string>(head.span).fill(text))
      head = null
    }
    return tag
  })
}
