/** Secrets here are made up when the test runs: a scanner, ours too, finds none in this file. */

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { findSecrets } from '../../../scripts/formats/secrets/find.mts'
import { entropy, hasChecksum } from '../../../scripts/formats/secrets/randomness.mts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Characters that look drawn at random and are the same each time. */
function drawn(length: number, letters = DIGITS): string {
  let state = 42
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return letters[Math.floor((state / 2_147_483_648) * letters.length)]
  }).join('')
}

function checked(prefix: string): string {
  const body = drawn(30)
  let rest = crc32(body)
  let digits = ''
  for (; digits.length < 6; rest = Math.floor(rest / 62)) digits = DIGITS[rest % 62] + digits
  return `${prefix}_${body}${digits}`
}

const found = (text: string, path = 'a.ts') =>
  findSecrets(path, text).map(({ kind, certainty, line }) => [kind, certainty, line])

const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const awsId = `AKIA${drawn(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`

const planted: readonly (readonly [text: string, kind: string, certainty: string])[] = [
  [checked('ghp'), 'GitHub token', 'verified'],
  [checked('npm'), 'npm token', 'verified'],
  [`github_pat_${drawn(22)}_${drawn(59)}`, 'GitHub fine-grained token', 'verified'],
  [`pypi-AgEIcHlwaS5vcmc${drawn(120)}`, 'PyPI token', 'verified'],
  [`glpat-${drawn(20)}`, 'GitLab token', 'likely'],
  [
    `xoxb-${drawn(11, '123456789')}-${drawn(12, '987654321')}-${drawn(24)}`,
    'Slack token',
    'verified',
  ],
  [
    `https://hooks.slack.com/services/T${drawn(9, DIGITS.slice(0, 36))}/B${drawn(9, DIGITS.slice(0, 36))}/${drawn(24)}`,
    'Slack webhook',
    'verified',
  ],
  [`sk_live_${drawn(24)}`, 'Stripe live key', 'verified'],
  [`AIza${drawn(35)}`, 'Google API key', 'likely'],
  [`SG.${drawn(22)}.${drawn(43)}`, 'SendGrid key', 'verified'],
  [`sk-proj-${drawn(58)}T3BlbkFJ${drawn(58)}`, 'OpenAI key', 'verified'],
  [`sk-ant-api03-${drawn(93)}AA`, 'Anthropic key', 'verified'],
  [`dop_v1_${drawn(64, '0123456789abcdef')}`, 'DigitalOcean token', 'verified'],
  [`AccountKey=${drawn(86)}==`, 'Azure storage key', 'verified'],
  [awsId, 'AWS access key', 'likely'],
  [`${awsId}\n${drawn(40)}`, 'AWS access key', 'verified'],
  [privateKey, 'private key', 'verified'],
  [JSON.stringify({ key: privateKey }), 'private key', 'verified'],
  [`postgres://app:${drawn(14)}@db.internal/app`, 'password in an address', 'possible'],
  [`api_key = "${drawn(24)}"`, 'assigned secret', 'possible'],
  [`"client_secret": "${drawn(32)}"`, 'assigned secret', 'possible'],
]

for (const [secret, kind, certainty] of planted)
  test(`${kind} (${certainty}) is found in its line, and nothing else is`, () => {
    const text = `const first = 1\nconst held = ${/[:"=]/.test(secret) ? secret : `"${secret}"`}\n`
    assert.deepEqual(found(text), [[kind, certainty, 2]])
  })

test('a token is one only as a whole, and with its checksum', () => {
  const token = checked('ghp')
  const wrong = token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')
  assert.ok(hasChecksum(token) && !hasChecksum(wrong))
  for (const text of [wrong, `${token}x`, `x${token}`, token.slice(0, -1)])
    assert.deepEqual(found(text), [])
})

test('keys that open nothing are no secrets', () => {
  const begin = '-----BEGIN PRIVATE KEY-----'
  const cut = privateKey.replace(/\n.*\n(-----END)/, '\n$1')
  for (const text of [
    begin,
    `if (text.startsWith('${begin}')) return`,
    `${begin}\n…\n-----END PRIVATE KEY-----`,
    cut,
    privateKey.replaceAll('PRIVATE', 'PUBLIC'),
    'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    `sk_test_${drawn(24)}`,
    `sk_live_${'x'.repeat(24)}`,
  ])
    assert.deepEqual(found(text), [])
})

test('a key that only searches is made to be published', () => {
  const key = `apiKey: '${drawn(32)}',`
  assert.deepEqual(found(`algolia: {\n  appId: 'X',\n  ${key}\n  indexName: 'ship',\n}`), [])
  assert.deepEqual(found(`mail: {\n  ${key}\n}`), [['assigned secret', 'possible', 2]])
})

test('a passphrase makes a key less than sure', () => {
  const { privateKey: locked } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
  })
  assert.deepEqual(found(locked), [['private key', 'likely', 1]])
})

/** What people write where a secret would stand, and what only talks about one. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: written as templates have them
const harmless = [
  'password = "changeme1234"',
  'password = "your-password-1"',
  'api_key = "xxxxxxxxxxxx1234"',
  'token: "${{ secrets.NPM_TOKEN_2 }}"',
  'secret = "${SECRET_KEY_1}"',
  'const token = "process.env.TOKEN_123"',
  'password: "<insert-password-1>"',
  'secret_name = "prod/db-credentials-v2-a81"',
  'tokenUrl = "https://auth.internal/v2/token81x"',
  'passwordHash = "5f4dcc3b5aa765d61d8327deb882cf99"',
  'secret: "550e8400-e29b-41d4-a716-446655440000"',
  'PASSWORD_FIELD = "user_password_input_2"',
  'token = "access-token-v2"',
  '"AWS::IAM::AccessKey": "62d91b17309e76c8"',
  '"PasswordLastUsed": "2016-09-08T21:47:36Z"',
  'if (password == "Zx81kqP0vvT2mQ9r") return',
  'token = "/etc/tokens/a81x9.json"',
  'secret = "arn:aws:secretsmanager:eu:1:x9a81"',
  'password = "correct horse battery 9"',
  'token = "only-words-and-no-number"',
  '"integrity": "sha512-9a8s7d6f5g4h3j2k1l"',
  'jwt = "eyJhbGciOi.not.one"',
  'url = "https://user:password1@example.com/"',
  'url = "https://${user}:${pass1234}@host/"',
]

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: written as templates have them

for (const text of harmless) test(`no secret: ${text}`, () => assert.deepEqual(found(text), []))

test('a line that a person allowed is let be', () => {
  for (const mark of ['gitleaks:allow', 'pragma: allowlist secret', 'trufflehog:ignore'])
    assert.deepEqual(found(`${checked('ghp')} # ${mark}\n`), [])
  assert.deepEqual(found(`# gitleaks:allow\n${checked('ghp')}\n`).length, 1)
})

test('an environment file needs no quotes; what others fill in is no such file', () => {
  const text = `PORT=8080\nexport DB_PASSWORD=${drawn(16)}\n`
  assert.deepEqual(found(text, 'deploy/.env.production'), [['assigned secret', 'possible', 2]])
  for (const path of ['.env.example', 'a.env.sh', 'env.ts']) assert.deepEqual(found(text, path), [])
})

test('one row a line, the surest reading of it', () => {
  const token = checked('npm')
  assert.deepEqual(found(`token = "${token}" // ${token}`), [['npm token', 'verified', 1]])
})

test('entropy is that of Shannon', () => {
  assert.deepEqual(['aaaa', 'abab', 'abcd'].map(entropy), [0, 1, 2])
})

test('nothing that is handed on holds the value', () => {
  const token = checked('ghp')
  assert.ok(!JSON.stringify(findSecrets('a.ts', `token = "${token}"`)).includes(token.slice(4, 12)))
})

test('any text is answered, at once and with lines that exist', () => {
  const pieces = [
    'password',
    '=',
    '"',
    'AKIA',
    '-----BEGIN PRIVATE KEY-----',
    'eyJ',
    '.',
    '://',
    'a:',
    '@',
    '\n',
    'x1',
    'T3BlbkFJ',
    'sk-',
    '_',
    '-',
  ] as const
  const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 200 })
  fc.assert(
    fc.property(text, parts => {
      const whole = parts.join('')
      const lines = whole.split('\n').length
      for (const { line } of findSecrets('.env', whole)) assert.ok(line >= 1 && line <= lines)
    }),
  )
})

test('repetitions without end are no work', { timeout: 5_000 }, () => {
  for (const piece of [
    'eyJ',
    'a:',
    'sk-',
    'password',
    'a-',
    'password="',
    'eyJa.',
    'https://a:',
    '-----BEGIN PRIVATE KEY-----\n',
    'AKIAABCDEFGHIJKLMNOP ',
  ])
    assert.ok(findSecrets('.env', piece.repeat(900_000 / piece.length)).length <= 50)
})
