/** Which secrets does the project give away, and how sure is that? Kinds and places alone: no value is ever at hand here. */

import type { HistoryEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import type { Commit, Lens, Role } from '../../core/lens.mts'
import { baseOf } from '../../core/paths.mts'
import { secretReader } from '../../formats/secrets/find.mts'

type Secrets = HistoryEvidence['secrets']
type Rule = 'leaked-secret' | 'likely-secret' | 'possible-secret' | 'committed-secret'

const FOLDERS =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|it|fixtures?|__fixtures__|testdata|test[-_](?:data|files|resources|utils)|testing|mocks?|__mocks__|stubs?|cassettes|examples?|samples?|demos?|docs?|docs?[-_][^/]*|documentation|tutorials?|playgrounds?|benchmarks?)\//i
const NAMES =
  /(?:^|[._-])(?:tests?|spec|mock|fixtures?|examples?|sample|localhost)(?:[._-]|$)|[._-](?:template|dist)(?:\.\w+)?$|\.(?:mdx?|rst|adoc)$|gitleaks|^\.secrets\.baseline$/i

/** Tests, examples and documents hold keys that were made to be shown; one for localhost opens nothing else. */
const isAside = (path: string): boolean => FOLDERS.test(path) || NAMES.test(baseOf(path))

/** What people write by hand. */
const WRITTEN: readonly Role[] = ['source', 'test', 'other']

export async function secretsIn(lens: Lens): Promise<Secrets> {
  const written = (await lens.files()).filter(({ role }) => WRITTEN.includes(role))
  const tests = new Set(written.filter(({ role }) => role === 'test').map(({ path }) => path))
  return [...(await lens.derive(secretReader, written))].flatMap(([path, secrets]) =>
    secrets.map(({ kind, certainty, line }) => ({
      path,
      line,
      kind,
      certainty,
      isAside: tests.has(path) || isAside(path),
    })),
  )
}

/** One row a path and kind, of the oldest commit that added it; `commits` come newest first. */
export function committedSecrets(commits: readonly Commit[]): HistoryEvidence['committed'] {
  const rows = new Map<string, HistoryEvidence['committed'][number]>()
  for (const { id, secrets } of commits)
    for (const { path, kind } of secrets)
      if (!isAside(path)) rows.set(`${kind}\0${path}`, { commit: id, path, kind })
  return [...rows.values()]
}

/** Aside, only what an issuer would take for real is worth a note: a key made for a test is as whole as any other. */
export function secretDrafts({ secrets, committed }: HistoryEvidence): readonly Draft<Rule>[] {
  const standing = new Set(secrets.map(({ path, kind }) => `${kind}\0${path}`))
  return [
    ...secrets.flatMap(secret => {
      const rule = ruleFor(secret)
      return rule === null ? [] : [draft(rule, secret)]
    }),
    ...committed
      .filter(({ path, kind }) => !standing.has(`${kind}\0${path}`))
      .map(({ commit, path, kind }) => ({
        rule: 'committed-secret' as const,
        path,
        line: null,
        symbol: `${kind}:${commit}`,
        message: `${commit.slice(0, 9)} added ${named(kind)}; it is gone from here, not from the history`,
      })),
  ]
}

function ruleFor({ certainty, kind, isAside }: Secrets[number]): Rule | null {
  if (isAside) return certainty === 'verified' && kind !== 'private key' ? 'possible-secret' : null
  return RULES[certainty]
}

const RULES = {
  verified: 'leaked-secret',
  likely: 'likely-secret',
  possible: 'possible-secret',
} as const

const draft = (rule: Rule, { path, line, kind, isAside }: Secrets[number]): Draft<Rule> => ({
  rule,
  path,
  line,
  symbol: kind,
  message: `${named(kind)} stands here${isAside ? ', where tests, examples or documents are' : ''}`,
})

const named = (kind: string) => `${/^(?:[aeio]|npm)/i.test(kind) ? 'an' : 'a'} ${kind}`
