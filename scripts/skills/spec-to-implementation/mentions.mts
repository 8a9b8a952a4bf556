/** Where does the code name a requirement? Every line with its id, and every test with a word we look for. */

import type { Mention } from '../../core/evidence.mts'
import type { Lens, ProjectFile } from '../../core/lens.mts'
import { idsInCode } from '../../formats/requirements/ids.mts'

/** Languages whose structure nobody reads here can still name an id. */
const ALSO_CODE =
  /\.(c|cc|cpp|cxx|h|hpp|m|mm|swift|scala|kt|kts|cs|fs|rs|rb|php|dart|ex|exs|clj|lua|sol|vue|svelte|astro|sql|proto|graphql|sh|ps1|tf|robot|feature)$|(^|\/)(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml|Dockerfile|Makefile)$/i
const ALSO_TEST =
  /\.(feature|robot)$|(^|\/)(tests?|__tests__|specs?|e2e)\/|[._-](test|spec)s?\.\w+$/i

/** A line that says the opposite. */
const DENIAL = /\b(todo|fixme|not (?:yet )?implemented|unimplemented|out of scope|untested)\b/i

/** One place is a proof, a few let people choose. */
const MOST = 10

export interface Mentions {
  readonly code: ReadonlyMap<string, readonly Mention[]>
  readonly tests: ReadonlyMap<string, readonly Mention[]>
  /** Words → places in tests. */
  readonly words: ReadonlyMap<string, readonly Mention[]>
}

export async function findMentions(
  lens: Lens,
  files: readonly ProjectFile[],
  ids: ReadonlySet<string>,
  words: ReadonlySet<string>,
  idWords: readonly string[],
): Promise<Mentions> {
  const code = new Map<string, Mention[]>()
  const tests = new Map<string, Mention[]>()
  const named = new Map<string, Mention[]>()
  const idsIn = idsInCode(idWords)
  if (ids.size + words.size === 0) return { code, tests, words: named }
  for (const { path, role, language } of files) {
    const isOther = language === null && role === 'other' && ALSO_CODE.test(path)
    if (role !== 'source' && role !== 'test' && !isOther) continue
    const isTest = role === 'test' || (isOther && ALSO_TEST.test(path))
    if (ids.size === 0 && !isTest) continue
    const text = await lens.text(path)
    if (!text.ok) continue
    const into = isTest ? tests : code
    for (const [index, row] of text.value.split('\n').entries()) {
      const line = row.length > 2_000 ? row.slice(0, 2_000) : row
      const mention = { path, line: index + 1 }
      if (ids.size > 0 && /\d/.test(line))
        for (const id of idsIn(line)) if (ids.has(id) && !DENIAL.test(line)) add(into, id, mention)
      if (isTest && words.size > 0)
        for (const [word] of line.matchAll(/[A-Za-z_$][\w$]{3,}/g))
          if (words.has(word)) add(named, word, mention)
    }
  }
  return { code, tests, words: named }
}

function add(into: Map<string, Mention[]>, name: string, mention: Mention): void {
  const known = into.get(name) ?? []
  into.set(name, known)
  const last = known.at(-1)
  const isSame = last?.path === mention.path && last.line === mention.line
  if (!isSame && known.length < MOST) known.push(mention)
}
