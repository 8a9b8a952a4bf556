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

const LONGEST_LINE = 2_000

type Places = Map<string, Mention[]>

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
  const code: Places = new Map()
  const tests: Places = new Map()
  const named: Places = new Map()
  const idsIn = idsInCode(idWords)
  for (const { path, kind } of files.flatMap(readAs)) {
    const isTest = kind === 'test'
    if (ids.size === 0 && (!isTest || words.size === 0)) continue
    const text = await lens.text(path)
    for (const [index, row] of linesOf(text.ok ? text.value : '').entries()) {
      const mention = { path, line: index + 1 }
      if (mayClaim(row)) addKnown(isTest ? tests : code, idsIn(row), ids, mention)
      if (isTest) addKnown(named, wordsIn(row), words, mention)
    }
  }
  return { code, tests, words: named }
}

const linesOf = (text: string) => text.split('\n').map(line => line.slice(0, LONGEST_LINE))

/** Every id has a number. */
const mayClaim = (line: string) => /\d/.test(line) && !DENIAL.test(line)

/** Files that can prove something, and what they prove: that it is built, or that it is tested. */
function readAs({ path, role, language }: ProjectFile): { path: string; kind: 'code' | 'test' }[] {
  if (role === 'test') return [{ path, kind: 'test' }]
  if (role === 'source') return [{ path, kind: 'code' }]
  const isOther = language === null && role === 'other' && ALSO_CODE.test(path)
  return isOther ? [{ path, kind: ALSO_TEST.test(path) ? 'test' : 'code' }] : []
}

const wordsIn = (line: string) => line.match(/[A-Za-z_$][\w$]{3,}/g) ?? []

function addKnown(
  into: Places,
  names: Iterable<string>,
  known: ReadonlySet<string>,
  mention: Mention,
): void {
  for (const name of names) if (known.has(name)) add(into, name, mention)
}

function add(into: Places, name: string, mention: Mention): void {
  const known = into.get(name) ?? []
  into.set(name, known)
  const last = known.at(-1)
  const isSame = last?.path === mention.path && last.line === mention.line
  if (!isSame && known.length < MOST) known.push(mention)
}
