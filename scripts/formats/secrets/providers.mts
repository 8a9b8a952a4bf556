/** Which tokens tell by their own shape who issued them, and which of those are whole? */

import type { SecretFacts } from '../../core/facts.mts'
import { privateKeyAt } from './private-key.mts'
import { entropy, hasChecksum, isFilledIn, isStandIn } from './randomness.mts'

type Certainty = SecretFacts['certainty']

interface Provider {
  readonly kind: string
  /** Every repetition is bounded: no text makes it slow. */
  readonly pattern: string
  /** How sure we are of this match, or null when it is no secret. */
  readonly judge: (token: string, text: string, at: number) => Certainty | null
}

const random = (certainty: Certainty) => (token: string) =>
  isStandIn(token) || entropy(token) < 3.4 ? null : certainty

const checked = (token: string) => (hasChecksum(token) ? 'verified' : null)

const PROVIDERS: readonly Provider[] = [
  { kind: 'GitHub token', pattern: 'gh[pousr]_[0-9A-Za-z]{36}', judge: checked },
  {
    kind: 'GitHub fine-grained token',
    pattern: 'github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}',
    judge: random('verified'),
  },
  { kind: 'GitLab token', pattern: 'glpat-[\\w-]{20}', judge: random('likely') },
  { kind: 'npm token', pattern: 'npm_[0-9A-Za-z]{36}', judge: checked },
  {
    // A macaroon whose location is pypi.org, in base 64.
    kind: 'PyPI token',
    pattern: 'pypi-AgEIcHlwaS5vcmc[\\w-]{50,1000}',
    judge: random('verified'),
  },
  { kind: 'AWS access key', pattern: 'A[KS]IA[A-Z2-7]{16}', judge: awsKey },
  {
    kind: 'Slack token',
    pattern:
      'xox(?:b-\\d{10,13}-\\d{10,13}-[0-9A-Za-z]{24}|p-\\d{10,13}-\\d{10,13}-\\d{10,13}-[0-9a-f]{32})',
    judge: random('verified'),
  },
  {
    kind: 'Slack webhook',
    pattern: 'https://hooks\\.slack\\.com/services/T[0-9A-Z]{8,12}/B[0-9A-Z]{8,12}/[0-9A-Za-z]{24}',
    judge: random('verified'),
  },
  {
    kind: 'Stripe live key',
    pattern: '[rs]k_live_[0-9A-Za-z]{24,240}',
    judge: random('verified'),
  },
  // Many are meant to be public: those of web pages are.
  { kind: 'Google API key', pattern: 'AIza[\\w-]{35}', judge: random('likely') },
  {
    // The mark in the middle is "OpenAI" in base 64.
    kind: 'OpenAI key',
    pattern: 'sk-(?:proj-|svcacct-|admin-)?[\\w-]{20,80}?T3BlbkFJ[\\w-]{20,80}',
    judge: random('verified'),
  },
  {
    kind: 'Anthropic key',
    pattern: 'sk-ant-(?:api|admin)\\d\\d-[\\w-]{93}AA',
    judge: random('verified'),
  },
  { kind: 'SendGrid key', pattern: 'SG\\.[\\w-]{22}\\.[\\w-]{43}', judge: random('verified') },
  {
    kind: 'DigitalOcean token',
    pattern: 'do[opr]_v1_[0-9a-f]{64}',
    judge: random('verified'),
  },
  {
    kind: 'Azure storage key',
    pattern: 'AccountKey=[0-9A-Za-z+/]{86}==',
    judge: token => (token.includes(AZURE_EMULATOR) ? null : random('verified')(token)),
  },
  {
    kind: 'private key',
    pattern: '-----BEGIN (?:[A-Z]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----',
    judge: (_, text, at) => privateKeyAt(text, at),
  },
  {
    kind: 'JSON Web Token',
    pattern: 'eyJ[\\w-]{10,500}\\.eyJ[\\w-]{10,4000}\\.[\\w-]{20,700}',
    judge: jsonWebToken,
  },
  {
    kind: 'password in an address',
    pattern:
      '[a-z][a-z0-9+]{2,14}://[^\\s:@/\'"`,;()]{1,64}:[^\\s:@/\'"`,;()]{8,64}@[\\w.-]{1,200}',
    judge: addressPassword,
  },
]

/** Published by its vendor for everybody's emulator. */
const AZURE_EMULATOR = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50u'

/** One pass over the text for all of them; the group that took part says which it was. */
const ANY = new RegExp(
  `(?<![\\w+/])(?:${PROVIDERS.map(({ pattern }) => `(${pattern})`).join('|')})(?![\\w])`,
  'g',
)

export interface Hit {
  readonly kind: string
  readonly certainty: Certainty
  readonly at: number
}

export function* issuedTokens(text: string): Generator<Hit> {
  for (const match of text.matchAll(ANY)) {
    const provider = PROVIDERS[match.slice(1).findIndex(group => group !== undefined)] as Provider
    const certainty = provider.judge(match[0], text, match.index)
    if (certainty !== null) yield { kind: provider.kind, certainty, at: match.index }
  }
}

/** The id alone opens nothing: verified when a secret of 40 characters stands near it. */
function awsKey(id: string, text: string, at: number): Certainty | null {
  if (isStandIn(id) || entropy(id) < 3) return null
  const around = text.slice(Math.max(0, at - 400), at + 400)
  const secrets = around.match(/(?<![\w+/])[\w+/]{40}(?![\w+/=])/g) ?? []
  const isPaired = secrets.some(
    secret =>
      !isStandIn(secret) &&
      !/^[0-9a-f]+$/i.test(secret) &&
      /\d/.test(secret) &&
      entropy(secret) > 4.2,
  )
  return isPaired && id.startsWith('AKIA') ? 'verified' : 'likely'
}

function jsonWebToken(token: string): Certainty | null {
  const [head = '', claims = ''] = token.split('.').map(part => {
    try {
      return Buffer.from(part, 'base64url').toString('utf8')
    } catch {
      return ''
    }
  })
  const isWhole = /"alg"\s*:/.test(head) && claims.startsWith('{') && claims.endsWith('}')
  // The first is the specimen of jwt.io and of everybody who copied it.
  return !isWhole || /John Doe|"role"\s*:\s*"anon"|example/i.test(claims) ? null : 'possible'
}

function addressPassword(address: string): Certainty | null {
  const password = /:([^:@]+)@[^@]*$/.exec(address)?.[1] ?? ''
  return isFilledIn(password) || isStandIn(address) || !/\d/.test(password) || entropy(password) < 3
    ? null
    : 'possible'
}
