/** Which coverage format is this, and what does it say? Told by content: names lie. */

import { isFields } from '../../core/untyped.mts'
import { jsonIn, Unreadable } from '../unreadable.mts'
import { readClover } from './clover.mts'
import { readCobertura } from './cobertura.mts'
import { isCoveragePy, readCoveragePy } from './coverage-py.mts'
import { readGoProfile } from './go-profile.mts'
import { isIstanbul, readIstanbul } from './istanbul.mts'
import { readJacoco } from './jacoco.mts'
import { readLcov } from './lcov.mts'
import type { CoverageReport } from './report.mts'

/** Far enough to pass an XML declaration, a DOCTYPE and a licence comment. */
const HEAD = 16 * 1024

/**
 * Reads a coverage report of any supported format; never throws.
 *
 * @param name shown in the sentence of a refusal, and nothing else.
 * @returns the report, or one sentence that says why it is refused.
 */
export function readCoverage(
  name: string,
  text: string,
): CoverageReport | { readonly why: string } {
  try {
    const report = read(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
    if (report.files.length === 0) throw new Unreadable('mentions no file')
    if (report.files.every(({ lines }) => lines.size === 0))
      throw new Unreadable('mentions no coverable line')
    return report
  } catch (fault) {
    if (fault instanceof Unreadable) return { why: `${name} ${fault.message}` }
    throw fault
  }
}

function read(text: string): CoverageReport {
  const head = text.slice(0, HEAD).trimStart()
  if (head === '') throw new Unreadable('is empty')
  if (head.startsWith('<')) return readMarkup(head, text)
  if (head.startsWith('{')) return readObject(text)
  if (/^mode: (set|count|atomic)\r?$/m.test(head)) return readGoProfile(text)
  if (/^SF:/m.test(head)) return readLcov(text)
  throw new Unreadable('is in none of the coverage formats that can be read')
}

function readMarkup(head: string, text: string): CoverageReport {
  const prolog = head.replace(/<!--[\s\S]*?-->/g, '')
  const [, root] = /<([a-z][\w:.-]*)/i.exec(prolog.replace(/<!DOCTYPE[^>]*>/i, '')) ?? []
  if (root === 'report') return readJacoco(text)
  if (root === 'coverage')
    return /<project[\s>]/.test(head) || /<coverage[^>]*\sclover=/.test(head)
      ? readClover(text)
      : readCobertura(text)
  throw new Unreadable('is XML, but neither Cobertura, Clover nor JaCoCo')
}

function readObject(text: string): CoverageReport {
  const json = jsonIn(text)
  if (!isFields(json)) throw new Unreadable('is JSON, but not an object')
  if (isCoveragePy(json)) return readCoveragePy(json)
  if (isIstanbul(json)) return readIstanbul(json)
  if (isFields(json.total) && isFields(json.total.lines))
    throw new Unreadable(
      'holds totals only: have the tool write lcov or json instead of json-summary',
    )
  throw new Unreadable('is JSON, but neither Istanbul nor coverage.py')
}
