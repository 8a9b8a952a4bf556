/**
 * Do we find the copies that jscpd finds? `node agreement-jscpd.mts FOLDER`, with jscpd 5 installed. Both look for runs of
 * 50 tokens over 5 lines in the same source files; a copy is known to the other side when that marks half of its lines in
 * each place as copied.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { execa } from 'execa'
import type { Clone } from '../../scripts/core/evidence.mts'
import { languageOf, roleOf } from '../../scripts/languages/classify.mts'
import { readFacts } from '../../scripts/languages/index.mts'
import { duplication } from '../../scripts/skills/refactor-assistant/clones.mts'
import { folderArgument } from './agreement.mts'

type Copy = Pick<Clone, 'places'>

const FORMATS = 'typescript,javascript,tsx,jsx,python,java,go'

/** `path` is relative to the folder. */
async function jscpd(folder: string): Promise<Copy[]> {
  const output = mkdtempSync(join(tmpdir(), 'shipworthy-jscpd-'))
  try {
    const limits = ['--min-tokens', '50', '--min-lines', '5', '--mode', 'weak']
    const reported = ['--format', FORMATS, '--reporters', 'json', '--output', output]
    await execa(process.env.JSCPD ?? 'jscpd', ['.', ...limits, ...reported], { cwd: folder })
    const report = JSON.parse(readFileSync(join(output, 'jscpd-report.json'), 'utf8'))
    const place = ({ name, start, end }: { name: string; start: number; end: number }) => ({
      path: name.replace(/^\.\//, ''),
      line: start,
      endLine: end,
    })
    return report.duplicates.map(
      ({ firstFile, secondFile }: Record<string, Parameters<typeof place>[0]>) => ({
        places: [firstFile, secondFile].flatMap(each => (each ? [place(each)] : [])),
      }),
    )
  } finally {
    rmSync(output, { recursive: true })
  }
}

async function sources(folder: string) {
  const files = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name))
    const language = languageOf(path)
    if (!entry.isFile() || language === null || roleOf(path) !== 'source') continue
    const facts = await readFacts(path, readFileSync(join(folder, path), 'utf8'), language)
    if (facts.source.generated === null && facts.source.fault === null)
      files.push({ path, tokens: facts.tokens })
  }
  return files
}

/** Those of which the other side does not mark half of the lines in every place. */
function unknown(copies: readonly Copy[], others: readonly Copy[]): readonly Copy[] {
  const marked = new Set<string>()
  for (const { places } of others)
    for (const { path, line, endLine } of places)
      for (let at = line; at <= endLine; at++) marked.add(`${path}:${at}`)
  const share = ({ path, line, endLine }: Copy['places'][number]) => {
    let known = 0
    for (let at = line; at <= endLine; at++) if (marked.has(`${path}:${at}`)) known++
    return known / (endLine - line + 1)
  }
  return copies.filter(({ places }) => places.some(place => share(place) < 0.5))
}

const show = ({ places }: Copy) =>
  places.map(({ path, line, endLine }) => `${path}:${line}-${endLine}`).join(' ')

const folder = folderArgument()
const files = await sources(folder)
const paths = new Set(files.map(({ path }) => path))
const ours = duplication(files, { cloneTokens: 50, cloneLines: 5 }).clones
const theirs = (await jscpd(folder)).filter(({ places }) =>
  places.every(each => paths.has(each.path)),
)
const [onlyOurs, onlyTheirs] = [unknown(ours, theirs), unknown(theirs, ours)]
console.log(
  `${files.length} files; ours ${ours.length}, ${onlyOurs.length} of them unknown to jscpd; ` +
    `jscpd ${theirs.length}, ${onlyTheirs.length} of them unknown to us`,
)
for (const each of onlyOurs.slice(0, 20)) console.log(`  only we: ${show(each)}`)
for (const each of onlyTheirs.slice(0, 20)) console.log(`  only jscpd: ${show(each)}`)
