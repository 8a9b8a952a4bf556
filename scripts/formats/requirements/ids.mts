/** What is the id of a requirement? A word such as REQ, FR or US, and a number: `REQ-12`, `FR-3.1`, `REQ-AUTH-007`. */

/** Words people number requirements with; decisions (ADR), tests (TC) and issues are none. */
export const ID_WORDS: readonly string[] = [
  'REQ',
  'FR',
  'NFR',
  'US',
  'UC',
  'AC',
  'BR',
  'SR',
  'SRS',
  'PRD',
  'RQ',
]

const escaped = (word: unknown) => String(word).replace(/[^A-Za-z0-9]/g, '')

/** Source of a regular expression of ids; repetitions are bounded, so that it is linear. */
function idSource(words: readonly string[]): string {
  const word = words
    .map(escaped)
    .filter(each => each !== '')
    .join('|')
  if (word === '') return '(?!)'
  const more = '[A-Z][A-Z0-9]{0,15}'
  return `(?:${more}[-_]){0,3}(?:${word})(?:[-_]${more}){0,3}[-_ ]?[A-Za-z]?\\d{1,6}(?:[.-]\\d{1,6}){0,4}[a-z]?`
}

/** Finds ids in code, where small letters count too when a sign stands between word and number (`test_req_12`). */
export function idsInCode(words: readonly string[]): (line: string) => readonly string[] {
  const pattern = new RegExp(`(?<![A-Za-z0-9])${idSource(words)}(?![A-Za-z0-9])`, 'gi')
  return line =>
    (line.match(pattern) ?? [])
      .filter(each => /[-_]/.test(each) || each === each.toUpperCase())
      .map(each => canonical(each.replace(TEST_NAME, '')))
}

/** `test_req_7` names `req_7`. */
const TEST_NAME = /^(?:tests?|it|should|verif(?:y|ies)|covers?)[-_]/i

/** Whether a text holds anything like an id: what has none need not be parsed. */
export function mayHoldIds(words: readonly string[]): (text: string) => boolean {
  const pattern = new RegExp(idSource(words))
  return text => pattern.test(text)
}

export interface Lead {
  readonly id: string
  /** As written. */
  readonly shown: string
  /** What follows the id. */
  readonly rest: string
}

const SIGNS = '[*_`~\\[(<"\\s]*'

/** The id with which a text begins, behind a check box, a number and signs of emphasis. */
export function leadingId(words: readonly string[]): (text: string) => Lead | null {
  const pattern = new RegExp(
    `^${SIGNS}(?:\\[[ xX]\\]\\s+)?(?:\\d+(?:\\.\\d+)*\\.?\\s+)?${SIGNS}(?:[Rr]equirement\\s+)?(${idSource(words)})(?![A-Za-z0-9-])`,
  )
  return text => {
    const found = pattern.exec(text.slice(0, 300))
    const shown = found?.[1]
    if (found === null || shown === undefined) return null
    const rest = text.slice(found[0].length).replace(/^(?:\]\([^)]*\))?[*_`~\])>"]*/, '')
    return { id: canonical(shown), shown, rest }
  }
}

/** `req_007`, `REQ007` and `REQ-7` are one id. */
export const canonical = (id: string): string =>
  id
    .toUpperCase()
    .replace(/[_ ]/g, '-')
    .replace(/([A-Z]{2})(\d)/g, '$1-$2')
    .replace(/(^|[^\d])0+(?=\d)/g, '$1')
