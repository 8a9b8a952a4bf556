/** Does the change break those who build on the project? Public names that are gone, and parameters that calls do not fit any more. */

import { bareCode, type Followed, isFollowed } from '../../core/code-text.mts'
import type { Change, Lens } from '../../core/lens.mts'
import { compareText } from '../../core/order.mts'
import type { ApiBreak, ApiChange } from '../../core/review.mts'
import { brokenBy, javaTypes, parametersAt } from './signatures.mts'
import { type PublicName, type PublicSurface, publicSurface } from './surface.mts'

/** Null where there is no public surface on either side. */
export async function apiChange(lens: Lens, change: Change): Promise<ApiChange | null> {
  const [before, after] = await Promise.all([publicSurface(change.baseline), publicSurface(lens)])
  if (before === null || after === null) return null
  const unknown = [...before.unknown, ...after.unknown]
  const isKnown = ({ key }: PublicName) => !unknown.some(start => key.startsWith(start))
  const known = new Set(before.names.map(({ key }) => key))
  const today = new Map(after.names.map(each => [each.key, each]))
  const old = before.names.filter(isKnown)
  const gone = old.filter(name => !after.has(name) && !isMoved(name, before, after))
  const kept = old.flatMap(name => {
    const now = today.get(name.key)
    return now === undefined ? [] : [{ old: name, now }]
  })
  const fresh = after.names.filter(({ key, kind }) => kind === 'type' && !known.has(key))
  const { breaks, overloads } = await changedSignatures(lens, change, kept, fresh)
  return {
    names: old.length,
    breaks: [...ownersOnly(gone).map(each => removed(each, after)), ...breaks].toSorted(
      (a, b) => Number(b.isSure) - Number(a.isSure) || compareText(a.name, b.name),
    ),
    added: [
      ...after.names.filter(name => isKnown(name) && !known.has(name.key) && !before.has(name)),
      ...overloads,
    ]
      .filter(({ isSure }) => isSure)
      .map(({ path, line, name }) => ({ path, line, name })),
  }
}

/** A class that is gone takes its methods along: one break. */
function ownersOnly(gone: readonly PublicName[]): readonly PublicName[] {
  const keys = new Set(gone.map(({ key }) => key))
  return gone.filter(({ key, name }) => {
    const owner = name.includes('.') ? key.slice(0, key.lastIndexOf('.')) : null
    return owner === null || !keys.has(owner)
  })
}

/** A method may live on in a type it is now inherited from: where one of its name is new elsewhere, nobody can tell. */
function isMoved({ name }: PublicName, before: PublicSurface, after: PublicSurface): boolean {
  if (!name.includes('.')) return false
  const member = name.slice(name.lastIndexOf('.'))
  const count = ({ names }: PublicSurface) =>
    names.filter(each => each.name.endsWith(member)).length
  return count(after) >= count(before)
}

function removed(name: PublicName, after: PublicSurface): ApiBreak {
  const { path, line, kind } = name
  const isSure = name.isSure && !after.isComputed(name) && !mayBeInherited(name, after)
  const message = `the public ${kind} ${name.name} is gone`
  return { path, line, name: name.name, kind: 'removed', isSure, message }
}

/** Go has no classes; elsewhere a method that another class still has may only be overridden no longer. */
function mayBeInherited({ name, path }: PublicName, { names }: PublicSurface): boolean {
  if (!name.includes('.') || path.endsWith('.go')) return false
  const member = name.slice(name.lastIndexOf('.'))
  return names.some(each => each.name.endsWith(member))
}

interface Pair {
  readonly old: PublicName
  readonly now: PublicName
}

/** Only names declared in files that the change touches are read. */
async function changedSignatures(
  lens: Lens,
  change: Change,
  pairs: readonly Pair[],
  fresh: readonly PublicName[],
): Promise<{ readonly breaks: readonly ApiBreak[]; readonly overloads: readonly PublicName[] }> {
  const touched = new Set(change.hunks.map(({ path }) => path))
  const [before, after] = [await Sources.of(change.baseline), await Sources.of(lens)]
  const breaks: ApiBreak[] = []
  const overloads: PublicName[] = []
  for (const { old, now } of pairs) {
    const isCallable = ['function', 'method', 'class'].includes(now.kind) && old.kind === now.kind
    if (!isCallable || !(touched.has(now.path) || old.path !== now.path)) continue
    const what = await signatureBreak(before, after, old, now)
    if (what === null && (await isOverloaded(before, after, old, now))) overloads.push(now)
    if (what === null || isRenaming(what, fresh)) continue
    const { path, line, name, isSure } = now
    breaks.push({ path, line, name, kind: 'signature', isSure, message: `${name} ${what}` })
  }
  return { breaks, overloads }
}

/** A type that is new may be another name for the old one. */
const isRenaming = (what: string, fresh: readonly PublicName[]): boolean =>
  what.startsWith('takes') && fresh.some(({ name }) => new RegExp(`\\b${name}\\b`).test(what))

async function signatureBreak(before: Sources, after: Sources, old: PublicName, now: PublicName) {
  const [was, is] = [await before.of(old, false), await after.of(now, true)]
  if (was === null || is === null || was.language !== is.language) return null
  if (was.language === 'java') {
    const types = is.lists.map(javaTypes)
    const lost = was.lists.map(javaTypes).find(each => !types.includes(each))
    return lost === undefined || was.lists.length === 0 || is.lists.length === 0
      ? null
      : `no longer takes (${lost})`
  }
  const [a, b] = [was.lists[0], is.lists[0]]
  if (was.lists.length !== 1 || is.lists.length !== 1 || a === undefined || b === undefined)
    return null
  return brokenBy(a, b, was.language)
}

/** In Java a name that takes other types, too, is a method more. */
async function isOverloaded(before: Sources, after: Sources, old: PublicName, now: PublicName) {
  const [was, is] = [await before.of(old, true), await after.of(now, false)]
  if (was?.language !== 'java' || is?.language !== 'java') return false
  const types = was.lists.map(javaTypes)
  return types.length > 0 && is.lists.some(each => !types.includes(javaTypes(each)))
}

type Row = Awaited<ReturnType<typeof factsOf>>[number]

const factsOf = (lens: Lens) => lens.facts('source')

/** Parameter lists of declarations on one side, files read once. */
class Sources {
  private readonly lens: Lens
  private readonly rows: ReadonlyMap<string, Row>
  private readonly codes = new Map<string, Promise<string | null>>()

  static async of(lens: Lens): Promise<Sources> {
    return new Sources(lens, new Map((await factsOf(lens)).map(each => [each.file.path, each])))
  }

  private constructor(lens: Lens, rows: Sources['rows']) {
    this.lens = lens
    this.rows = rows
  }

  /** One list for each declaration of the name, overloads among them; null where one of them cannot be read. `hasOverriding`: also those that only override. */
  async of({ path, name, line, kind }: PublicName, hasOverriding: boolean) {
    const language = this.rows.get(path)?.file.language ?? null
    if (!isFollowed(language)) return null
    const code = await this.code(path, language)
    const starts = this.startsOf({ path, name, line, kind }, language, hasOverriding)
    if (code === null || starts === null) return null
    const lists = starts.map(each => parametersAt(code, each.line, each.word, language))
    return lists.every(each => each !== null) ? { language, lists } : null
  }

  /** A class is called by its constructor. */
  private startsOf(
    { path, name, line, kind }: Pick<PublicName, 'path' | 'name' | 'line' | 'kind'>,
    language: Followed,
    hasOverriding: boolean,
  ): readonly { line: number; word: string }[] | null {
    const row = this.rows.get(path)
    if (row === undefined) return null
    const word = name.slice(name.lastIndexOf('.') + 1)
    if (kind === 'class') {
      const maker = { python: '__init__', typescript: 'constructor' }[language as string]
      const own = row.facts.functions.find(each => each.name === `${name}.${maker}`)
      return maker === undefined || own === undefined ? null : [{ line: own.line, word: maker }]
    }
    const same = row.facts.symbols.filter(each => each.name === name)
    const overriding =
      language === 'java' && hasOverriding
        ? row.facts.functions.filter(each => each.name === name)
        : []
    const lines = [...same, ...overriding].map(each => each.line)
    return (lines.length === 0 ? [line] : [...new Set(lines)]).map(each => ({ line: each, word }))
  }

  private code(path: string, language: Followed): Promise<string | null> {
    const made =
      this.codes.get(path) ??
      this.lens.text(path).then(text => (text.ok ? bareCode(text.value, language) : null))
    this.codes.set(path, made)
    return made
  }
}
