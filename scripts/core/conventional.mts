/** What does a commit's subject say by the convention? Conventional Commits 1.0.0, with the types in common use. */

export interface Conventional {
  /** `feat`, `fix`, … in small letters. */
  readonly type: string
  readonly scope: string | null
  /** `feat!: …` or the words BREAKING CHANGE. */
  readonly isBreaking: boolean
  readonly description: string
}

/** `parser: …` is a habit of other projects, not a conventional commit. */
const SUBJECT =
  /^(?<type>build|chore|ci|deps|docs|feat|fix|perf|refactor|release|revert|style|test)(?:\((?<scope>[^()]*)\))?(?<mark>!)?: (?<description>\S.*)$/is

/** Null for a subject that follows no convention. */
export function conventional(subject: string): Conventional | null {
  const parts = SUBJECT.exec(subject)?.groups
  if (parts === undefined) return null
  const { type = '', scope, mark, description = '' } = parts
  return {
    type: type.toLowerCase(),
    scope: scope ?? null,
    isBreaking: mark === '!' || announcesBreak(subject),
    description,
  }
}

const announcesBreak = (subject: string): boolean => /\bBREAKING[ -]CHANGE\b/.test(subject)

/** By subject or footer, whether the subject follows the convention or not. */
export const isBreaking = ({
  subject,
  breaking,
}: {
  readonly subject: string
  readonly breaking: string | null
}): boolean =>
  breaking !== null || announcesBreak(subject) || conventional(subject)?.isBreaking === true
