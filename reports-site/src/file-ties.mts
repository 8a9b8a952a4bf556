/** Which files hang together: by changing in the same commits, by holding the same code? Read from what the skills found. */

export interface Coupling {
  readonly a: string
  readonly b: string
  /** Percent of the revisions of both, on average, that they share. */
  readonly degree: number
  /** Of each of the two, on average. */
  readonly revisions: number
}

interface Place {
  readonly path: string
  readonly line: number
}

export interface Clone {
  readonly first: Place
  /** Those the finding names; `more` are only counted. */
  readonly others: readonly Place[]
  readonly more: number
  readonly lines: number
}

export interface TieRow {
  readonly run: string
  readonly rule: string
  readonly path: string
  readonly line: number | null
  readonly message: string
}

export interface Ties {
  /** Strongest first. */
  readonly couplings: readonly Coupling[]
  /** Those that would spare most lines first. */
  readonly clones: readonly Clone[]
}

/** What is worded otherwise than the skills of this version word it stays a finding in the list. */
export function tiesIn(rows: readonly TieRow[]): Ties {
  const couplings = rows.flatMap(row => (row.rule === 'change-coupling' ? couplingIn(row) : []))
  const clones = rows.flatMap(row => (row.rule === 'duplicated-code' ? cloneIn(row) : []))
  return {
    couplings: couplings.toSorted((x, y) => y.degree - x.degree || y.revisions - x.revisions),
    clones: clones.toSorted((x, y) => sparedBy(y) - sparedBy(x)),
  }
}

export const sparedBy = ({ lines, others, more }: Clone) => lines * (others.length + more)

function couplingIn({ path, message }: TieRow): readonly Coupling[] {
  const [, b, degree, revisions] =
    /^changes together with (.+): (\d{1,3}) % of (\d{1,9}) revisions on average$/.exec(message) ??
    []
  return b === undefined
    ? []
    : [{ a: path, b, degree: Number(degree), revisions: Number(revisions) }]
}

function cloneIn({ path, line, message }: TieRow): readonly Clone[] {
  const [, lines, where, more] =
    /^these (\d{1,9}) lines \(\d{1,9} tokens\) also stand at (.+?)(?: and (\d{1,9}) more)?$/.exec(
      message,
    ) ?? []
  const others = (where ?? '').split(', ').flatMap(placeIn)
  if (line === null || others.length === 0) return []
  return [{ first: { path, line }, others, more: Number(more ?? 0), lines: Number(lines) }]
}

function placeIn(text: string): readonly Place[] {
  const [, path, line] = /^(.+):(\d{1,9})$/.exec(text) ?? []
  return path === undefined ? [] : [{ path, line: Number(line) }]
}
