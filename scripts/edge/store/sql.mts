/** How does hostile text get into a statement that cannot bind it? Quoted, and with glob characters spelled out. */

/** A string literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** An identifier. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A path as a pattern that matches only itself. */
export const globbed = (path: string): string => path.replace(/[[*?]/g, '[$&]')

/** A list of string literals. */
export const literals = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`

/** Column → type as select items of a table: `s.run::VARCHAR AS run`. */
export const casts = (
  table: string,
  columns: Readonly<Record<string, string>>,
): readonly string[] =>
  Object.entries(columns).map(
    ([name, type]) => `${table}.${quoted(name)}::${type} AS ${quoted(name)}`,
  )

/** A list over several lines, for people who read the statement. */
export const wrapped = (items: readonly string[]): string =>
  Array.from({ length: Math.ceil(items.length / 4) }, (_, line) =>
    items.slice(4 * line, 4 * line + 4).join(', '),
  ).join(',\n    ')
