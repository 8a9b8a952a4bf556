/** What does a piece of XML say? Its elements one by one, within limits; entity declarations are refused unread. */

import { SaxesParser } from 'saxes'

export type Attributes = Readonly<Record<string, string>>

export interface XmlVisitor {
  /**
   * `depth` is 1 for the root. Attributes have no prototype: any name is safe to look up. `end` is the offset behind the
   * tag, a byte order mark not counted.
   */
  open?(name: string, attributes: Attributes, depth: number, end: number): void
  close?(name: string, depth: number, end: number): void
  /** Character data and CDATA, in pieces. */
  text?(text: string): void
}

export interface XmlLimits {
  /** Characters of the whole document. */
  readonly size: number
  readonly depth: number
  /** Attributes of one element. */
  readonly attributes: number
  /** Characters of one attribute: test reports put whole diffs there. */
  readonly attributeSize: number
}

const LIMITS: XmlLimits = {
  size: 64 * 1024 * 1024,
  depth: 256,
  attributes: 256,
  attributeSize: 4 * 1024 * 1024,
}

const CHUNK = 64 * 1024

class XmlFault extends Error {}

/**
 * Walks a document.
 *
 * @returns null when it was read to its end, else why it was refused: a clause that follows "it …".
 */
export function readXml(
  text: string,
  visitor: XmlVisitor,
  limits: XmlLimits = LIMITS,
): string | null {
  if (text.length > limits.size) return `is longer than ${limits.size} characters`
  const parser = parserFor(visitor, limits)
  const clean = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  try {
    for (let at = 0; at < clean.length; at += CHUNK) parser.write(clean.slice(at, at + CHUNK))
    parser.close()
    return null
  } catch (fault) {
    if (fault instanceof XmlFault) return fault.message
    throw fault
  }
}

function parserFor(visitor: XmlVisitor, limits: XmlLimits) {
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false })
  let [depth, attributes] = [0, 0]
  const refuse = (why: string): never => {
    throw new XmlFault(`${why} at line ${parser.line}`)
  }
  parser.on('error', ({ message }) => refuse(`is not well-formed XML (${wordsOf(message)})`))
  parser.on('doctype', doctype => {
    if (/<!ENTITY/i.test(doctype)) refuse('declares XML entities, which are never expanded,')
  })
  parser.on('opentagstart', () => {
    attributes = 0
    depth += 1
    if (depth > limits.depth) refuse(`nests deeper than ${limits.depth} elements`)
  })
  parser.on('attribute', ({ value }) => {
    attributes += 1
    if (attributes > limits.attributes) refuse(`has over ${limits.attributes} attributes`)
    if (value.length > limits.attributeSize) refuse('has an oversized attribute')
  })
  parser.on('opentag', tag => visitor.open?.(tag.name, tag.attributes, depth, parser.position))
  parser.on('closetag', tag => {
    visitor.close?.(tag.name, depth, parser.position)
    depth -= 1
  })
  if (visitor.text) {
    parser.on('text', text => visitor.text?.(text))
    parser.on('cdata', text => visitor.text?.(text))
  }
  return parser
}

/** The parser's own words without its position, short and without control characters. */
function wordsOf(message: string): string {
  const words = message.replace(/^[\d:]+\s*/, '').replace(/[^\P{C}]/gu, ' ')
  return words.slice(0, 120).replace(/\.$/, '')
}
