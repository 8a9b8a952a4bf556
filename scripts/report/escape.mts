/** How does a hostile name become harmless text, in a terminal, in Markdown, in XML and in a link? */

/** Control, format (bidi overrides and other invisible marks), surrogate and separator characters; joiners are part of words. */
const INVISIBLE = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\u{200c}\u{200d}]]/gv

/** Marks stacked on one character: beyond a few they paint over the lines around them. */
const STACKED = /(\p{M}{4})\p{M}+/gu

/** Long enough for any sentence of ours, short enough that a thousand of them stay a page. */
const LONGEST = 2000

const picture = (mark: string): string => {
  const code = mark.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

/** A name made visible: every control or invisible character stands there as a picture, none acts. */
export function visible(text: string): string {
  const clipped = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return clipped.toWellFormed().replace(STACKED, '$1').replace(INVISIBLE, picture)
}

/** A sentence on one line: line breaks and tabs are blanks, everything else as in `visible`. */
export function sentence(text: string): string {
  return visible(
    text
      .slice(0, 2 * LONGEST)
      .replace(/[\t\n\r ]+/g, ' ')
      .trim(),
  )
}

/** The sentence ends in a full stop, unless it already ends in a mark of its own. */
export function stopped(text: string): string {
  const line = sentence(text)
  return line === '' || /[.!?…:]$/.test(line) ? line : `${line}.`
}

/** What forges turn into a notification or a link when a word follows: mentions, references, bare addresses. */
const REFERENCES = /[@#!~%$&](?=[\p{L}\p{N}_"[])|\bwww(?=\.)|\bgh-(?=\d)|:(?=\/\/)/giu

/**
 * Text inside a Markdown paragraph, list item or table cell: no markup, no HTML, and no autolink, mention or
 * issue reference, which a zero-width space breaks.
 */
export function markdownText(text: string): string {
  return sentence(text)
    .replace(REFERENCES, '$&\u200b')
    .replace(/[\\`*_[\]|~<>&$]|^(?:[#+\-=]|\d+(?=[.)]))/g, mark => ENTITIES[mark] ?? `\\${mark}`)
    .replace(/^\\(\d+)/, '$1\\')
    .replace(/\u200b/g, '&#8203;')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * A name as a Markdown code span, where neither markup nor mentions nor autolinks act. Not for tables: a
 * vertical bar ends a cell even inside code.
 */
export function code(text: string): string {
  const name = visible(text)
  const longest = Math.max(0, ...[...name.matchAll(/`+/g)].map(run => run[0].length))
  const fence = '`'.repeat(longest + 1)
  const pad = /^`|`$|^ .* $/.test(name) || name.trim() === '' ? ' ' : ''
  return `${fence}${pad}${name}${pad}${fence}`
}

/** Text or attribute value of an XML 1.0 document. */
export function xml(text: string): string {
  return visible(text)
    .replace(/[\u{fffe}\u{ffff}]/gu, '\u{fffd}')
    .replace(/[&<>"']/g, mark => ENTITIES[mark] ?? mark)
}

/** A path as a relative URI: percent-encoded, segment by segment, brackets and quotes too. */
export function uriPath(path: string): string {
  return path
    .toWellFormed()
    .split('/')
    .map(segment =>
      encodeURIComponent(segment).replace(
        /[!'()*]/g,
        mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/')
}
