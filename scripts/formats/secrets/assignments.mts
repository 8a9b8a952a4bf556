/** Where is something called a secret given a value that looks random? The guess that is left when no issuer can be told. */

import type { Hit } from './providers.mts'
import { entropy, isFilledIn, isStandIn } from './randomness.mts'

const NAMES =
  'passw(?:or)?d|passphrase|secret|api[_-]?key|access[_-]?key|auth[_-]?key|token|credential'

/** `secret_key = "…"`, `"apiToken": "…"`, `password: str = "…"`. Groups: the rest of the name, the value. */
const ASSIGNED = new RegExp(
  `(?:${NAMES})(?<!::\\w{0,60})([\\w.-]{0,20})["'\\]]{0,2}(?:: ?(?:str|string))?\\s{0,4}(?::=|=>|[:=](?!=))\\s{0,4}["'\`]([^"'\`\\s]{10,200})["'\`]`,
  'gi',
)

/** Lines of a `.env` file: no quotes needed. */
const EXPORTED = new RegExp(
  `^(?:export )?[A-Z0-9_]{0,40}(?:${NAMES})(\\w{0,20})=["']?([^"'\\s#]{10,200})["']?\\s*$`,
  'gim',
)

/** The value is about a secret and is none: its name, place, hash or kind. */
const ABOUT =
  /name|id$|ids$|type|ur[il]|path|file|field|env|header|label|title|text|message|hint|placeholder|prefix|suffix|hash|digest|length|size|count|expir|format|regex|pattern|version|policy|ref|arn|endpoint|class|selector|input|param|provider|algorithm|method|scope|claim|cookie|event|action|error|public|description|import|module|symbol|kind|used|date|time/i

export function* assignedSecrets(text: string, isEnvironment: boolean): Generator<Hit> {
  for (const pattern of isEnvironment ? [ASSIGNED, EXPORTED] : [ASSIGNED])
    for (const match of text.matchAll(pattern)) {
      const [, rest = '', value = ''] = match
      if (!ABOUT.test(rest) && isSecretValue(value) && !isForSearch(text, match.index))
        yield { kind: 'assigned secret', certainty: 'possible', at: match.index }
    }
}

/** Algolia's key that may only search is written into every page, beside the name of what it searches. */
const isForSearch = (text: string, at: number): boolean =>
  /^api_?key/i.test(text.slice(at, at + 7)) &&
  /\bindexName\b/.test(text.slice(Math.max(0, at - 200), at + 300))

/** Letters and digits mixed, nothing a person would read as words, a path or a reference. */
function isSecretValue(value: string): boolean {
  if (isStandIn(value) || isFilledIn(value)) return false
  if (!/\d/.test(value) || !/[a-z]/i.test(value) || entropy(value) < 3.2) return false
  if (/^[./~@#([]|:\/\/|\/.*\/.*\.|^[\w-]+\.[\w-]+\(|test|^sha\d|^arn:/i.test(value)) return false
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value)) return false
  return !isWords(value)
}

/** `access-token-v2`, `my_secret_1`, `settings.secret1`, `PasswordField2`. */
const isWords = (value: string) =>
  value
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .split(/[^A-Za-z0-9]+/)
    .every(part => /^(?:[a-z]*|[A-Z][a-z]*|[A-Z]+)\d{0,4}$/.test(part))
