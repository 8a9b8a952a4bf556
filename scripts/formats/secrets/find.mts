/** Which secrets stand in this text? Kinds and lines alone: a value is never handed on. */

import type { SecretFacts } from '../../core/facts.mts'
import type { TextReader } from '../../core/lens.mts'
import { assignedSecrets } from './assignments.mts'
import { issuedTokens } from './providers.mts'

/** Longer texts are data or bundles; nobody types a secret into them. */
const LONGEST_TEXT = 1_000_000

/** A file with more is a list of specimens, and the first ones say so. */
const MOST = 50

/** Lines a person marked as harmless, in the words of the common scanners. */
const ALLOWED = /gitleaks:allow|trufflehog:ignore|pragma: (?:allow|white)list secret|nosecret/i

/** Keeps kinds and lines, and never a value; nothing of a text without a secret. */
export const secretReader: TextReader<readonly SecretFacts[]> = {
  id: 'secrets',
  code: ['formats/secrets'],
  aspect: path => (isEnvironment(path) ? 'env' : ''),
  read: (text, path) => {
    const found = findSecrets(path, text)
    return found.length > 0 ? found : null
  },
}

/** One row a line and kind, in line order; `path` tells an environment file by its name. */
export function findSecrets(path: string, text: string): readonly SecretFacts[] {
  if (text.length > LONGEST_TEXT) return []
  const rows: SecretFacts[] = []
  const lines = lineCounter(text)
  const seen = new Set<number>()
  for (const hits of [issuedTokens(text), assignedSecrets(text, isEnvironment(path))])
    for (const { kind, certainty, at } of hits) {
      const { line, written } = lines(at)
      // The first reading of a line is the surest one.
      if (seen.has(line) || ALLOWED.test(written)) continue
      seen.add(line)
      if (rows.push({ kind, certainty, line }) >= MOST) return rows.sort(byLine)
    }
  return rows.sort(byLine)
}

const byLine = (a: SecretFacts, b: SecretFacts) => a.line - b.line

/** `.env`, `.env.production`; what follows `example` or `template` is filled in by others. */
export const isEnvironment = (path: string) =>
  /(?:^|\/)\.env(?:\.(?!example|sample|template|dist|test|ci)\w+)?$/.test(path)

/** Counts on from the last place asked for, so that many hits in one text stay cheap. */
function lineCounter(text: string) {
  let place = 0
  let line = 1
  return (at: number) => {
    if (at < place) [place, line] = [0, 1]
    for (
      let next = text.indexOf('\n', place);
      next >= 0 && next < at;
      next = text.indexOf('\n', place)
    ) {
      place = next + 1
      line++
    }
    const end = text.indexOf('\n', at)
    return { line, written: text.slice(place, Math.min(end < 0 ? text.length : end, place + 2000)) }
  }
}
