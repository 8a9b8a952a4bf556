/** What would users read about this release? The commits since the last one, what breaks first, nobody named. */

import { type Conventional, conventional, isBreaking } from '../core/conventional.mts'
import type { ReleaseEvidence } from '../core/evidence.mts'
import type { ReleaseCommit } from '../core/lens.mts'
import type { Run } from '../core/model.mts'
import { code, markdownText } from './escape.mts'
import { commitLink, requestLink } from './forge.mts'
import { capital, counted, short } from './words.mts'

interface Entry {
  readonly commit: ReleaseCommit
  readonly said: Conventional | null
}

/** In the order they are read; the first that takes a commit keeps it. */
const SECTIONS: readonly {
  readonly title: string
  readonly takes: (entry: Entry) => boolean
  /** Of interest to few: behind a fold that says how many there are. */
  readonly isFolded?: true
}[] = [
  { title: 'Breaking changes', takes: ({ commit }) => isBreaking(commit) },
  { title: 'Dependencies', takes: isUpdate, isFolded: true },
  { title: 'Features', takes: typed('feat') },
  { title: 'Fixes', takes: typed('fix') },
  { title: 'Performance', takes: typed('perf') },
  { title: 'Reverts', takes: typed('revert') },
  { title: 'Documentation', takes: typed('docs'), isFolded: true },
  { title: 'Changes', takes: ({ said }) => said === null },
  { title: 'Internal', takes: () => true, isFolded: true },
]

const READ_ORDER = ['Breaking changes', 'Features', 'Fixes', 'Performance', 'Reverts', 'Changes']

/** Lines of one section; a release of thousands of commits is a list nobody reads. */
const MOST = 200

/** Requests or commits named for one line. */
const PLACES = 5

/** Markdown without a title of its own: what goes into a changelog or a forge's release. */
export function releaseNotes(evidence: ReleaseEvidence | undefined, run: Run): string {
  if (evidence === undefined) return 'The history was not read, so there are no release notes.'
  if (evidence.since === null)
    return evidence.latest === null
      ? 'No release tag is in this history, so there is nothing to compare with.'
      : 'The first release.'
  if (evidence.commits.length === 0)
    return `Nothing has changed since ${markdownText(evidence.since.name)}.`
  const entries = evidence.commits.map(commit => ({ commit, said: conventional(commit.subject) }))
  const groups = Map.groupBy(entries, entry => SECTIONS.find(({ takes }) => takes(entry))?.title)
  const sections = SECTIONS.toSorted((a, b) => rank(a.title) - rank(b.title))
  return sections
    .flatMap(({ title, isFolded }) => {
      const rows = groups.get(title)
      return rows === undefined ? [] : [section(title, rows, isFolded === true, run)]
    })
    .join('\n\n')
}

const rank = (title: string) => {
  const place = READ_ORDER.indexOf(title)
  return place < 0 ? READ_ORDER.length : place
}

function section(title: string, entries: readonly Entry[], isFolded: boolean, run: Run): string {
  const alike = Map.groupBy(entries, ({ commit }) => cutRequests(commit.subject).text)
  const lines = [...alike.values()].map(same => line(same, run))
  const left = lines.splice(MOST).length
  if (left > 0) lines.push(`- and ${counted(left, 'more change')}`)
  const list = lines.join('\n')
  return isFolded
    ? `<details><summary>${title} (${entries.length})</summary>\n\n${list}\n\n</details>`
    : `### ${title}\n\n${list}`
}

/** One line for all commits that say the same. */
function line(same: readonly Entry[], run: Run): string {
  const { commit, said } = same[0] as Entry
  const { text } = cutRequests(said?.description ?? commit.subject)
  const scope = said?.scope ? `**${markdownText(said.scope)}:** ` : ''
  const places = same.flatMap(({ commit }) => placesOf(commit, run))
  const left = places.splice(PLACES).length
  const rest = left > 0 ? ` and ${counted(left, 'more', 'more')}` : ''
  const notes = same.flatMap(({ commit: { breaking } }) => (breaking === null ? [] : [breaking]))
  const note = [...new Set(notes)].map(each => `\n  ${prose(capital(each))}`).join('')
  return `- ${scope}${prose(text)} (${places.join(', ')}${rest})${note}`
}

/** The requests a commit came with, or the commit itself. */
function placesOf({ id, subject }: ReleaseCommit, run: Run): readonly string[] {
  const { requests } = cutRequests(subject)
  if (requests.length === 0) return [commitPlace(id, run)]
  return requests.map(({ mark, number }) => {
    const link = requestLink(run, mark, number)
    return link === null ? markdownText(`${mark}${number}`) : `[${mark}${number}](${link})`
  })
}

/** What a message has between backticks is code here too; all else stays harmless text. */
const prose = (text: string) =>
  text
    .split(/`([^`]+)`/)
    .map((piece, index) => (index % 2 === 1 ? code(piece) : apart(piece)))
    .join('')

/** As text, with the blanks around it that part it from the code. */
const apart = (piece: string) =>
  `${/^\s/.test(piece) ? ' ' : ''}${markdownText(piece)}${/\S\s+$/.test(piece) ? ' ' : ''}`

function commitPlace(id: string, run: Run): string {
  const link = commitLink({ ...run, commit: id })
  return link === null ? short(id) : `[${short(id)}](${link})`
}

/** "close the door (#12)" names the request it came with; the numbers are cut off and linked. */
function cutRequests(subject: string) {
  const [tail = ''] = /(?:\s*\((?:[#!]\d{1,9}(?:,\s*)?)+\))+\s*$/.exec(subject.slice(-200)) ?? []
  const requests = [...tail.matchAll(/([#!])(\d+)/g)].map(([, mark = '', number = '']) => ({
    mark,
    number,
  }))
  return { text: subject.slice(0, subject.length - tail.length).trimEnd(), requests }
}

function typed(type: string) {
  return ({ said }: Entry) => said?.type === type
}

/** By the words of the updating bots, with the convention or without. */
function isUpdate({ commit, said }: Entry): boolean {
  return (
    said?.type === 'deps' ||
    /^deps(?:-dev)?\b/i.test(said?.scope ?? '') ||
    /^\W{0,4}(?:bump|update dependency) \S+ (?:from|to|in|requirement)\b/i.test(
      said?.description ?? commit.subject,
    )
  )
}
