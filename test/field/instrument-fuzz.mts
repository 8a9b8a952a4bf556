/**
 * Do edits of real files survive any way of writing them? node test/field/instrument-fuzz.mts FOLDER [ROUNDS]
 * Of every application in FOLDER the manifests, commands and sources are written anew with other line ends, tabs, byte order marks and very
 * long lines; then edited, parsed again and taken back. Prints how many edits were made and which did not hold.
 */

import { globSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { apply, undo } from '../../scripts/edge/edits/apply.mts'
import { evidenceOf, type Files, plan } from '../skills/code-instrumenter/plan.mts'

const [folder = '.', rounds = '20'] = process.argv.slice(2)
/** Whose comments may be written in an encoding of one byte per letter. */
const COMMENTS: readonly (readonly [RegExp, string, RegExp])[] = [
  [/pom\.xml$/, '<!-- caf\u00e9 -->', /(?=<dependencies>)/],
  [/\.(gradle|kts)$/, '// caf\u00e9\n', /(?=^dependencies)/m],
  [/\.properties$/, '# caf\u00e9\n', /^/],
]

const LONG = `/* ${'long '.repeat(20_000)}*/`
const LARGEST = 200_000

/** The same numbers in every run. */
let seed = 42
const chance = (share: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648 < share
}

let edits = 0
const faults: string[] = []
for (const name of readdirSync(resolve(folder)).sort()) {
  const real = filesOf(join(resolve(folder), name))
  if (Object.keys(real).length === 0 || (await evidenceOf(real)) instanceof NoEvidence) continue
  for (let round = 0; round < Number(rounds); round++) {
    const leftovers: (() => void)[] = []
    const context = { after: (end: () => void) => leftovers.push(end) } as unknown as TestContext
    try {
      await tried(context, rewritten(real))
    } catch (error) {
      faults.push(`${name}, round ${round}: ${error instanceof Error ? error.message : error}`)
    }
    for (const end of leftovers) end()
  }
}
console.log(`${edits} edits, ${faults.length} faults`)
for (const fault of faults) console.log(fault)
process.exitCode = faults.length > 0 ? 1 : 0

/** `plan` parses what it would write, and throws where that does not parse. */
async function tried(context: TestContext, files: Files): Promise<void> {
  const { root, changes } = await plan(context, files)
  edits += changes.length
  const step = await apply(root, changes, { by: 'test', isOnTrial: false })
  for (const { path, after } of changes)
    if (!readFileSync(join(root, path)).equals(after)) throw new Error(`${path} was not written`)
  await undo(root, step === null ? [] : [step])
  const left = globSync('**/*', { cwd: root }).filter(path => lstatSync(join(root, path)).isFile())
  for (const path of left)
    if (!readFileSync(join(root, path)).equals(Buffer.from(files[path] ?? '')))
      throw new Error(`${path} did not come back`)
  if (left.length !== Object.keys(files).length) throw new Error('files are left over')
  rmSync(root, { recursive: true, force: true })
}

function filesOf(root: string): Record<string, string> {
  const skipped = /^(node_modules|\.git|dist|\.next|public|static)$/
  const found: Record<string, string> = {}
  for (const path of globSync('**/*', { cwd: root, exclude: each => skipped.test(each) })) {
    const wanted =
      /\.([cm]?[jt]sx?|json|py|toml|txt|cfg|in|java|kts?|gradle|properties|ya?ml)$|(^|\/)(Dockerfile|Procfile|www|pom\.xml)$/
    const stat = lstatSync(join(root, path))
    if (!wanted.test(path) || !stat.isFile() || stat.size > LARGEST || /lock/.test(path)) continue
    found[path.replaceAll('\\', '/')] = readFileSync(join(root, path), 'utf8')
  }
  return found
}

function rewritten(files: Readonly<Record<string, string>>): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => {
      const isCode = /\.[cm]?[jt]sx?$/.test(path)
      let next = text.replaceAll('\r\n', '\n')
      if (chance(0.3) && !path.endsWith('.py'))
        next = next.replace(/^( {2})+/gm, each => '\t'.repeat(each.length / 2))
      if (isCode && chance(0.2)) next = next.replace(/\n(?=(const|import|var|let) )/, `\n${LONG}\n`)
      if (isCode && chance(0.2)) next = next.replace(/\n(?=(const|import|var|let) )/, `\n${LONG} `)
      if (/\.(gradle|kts)$/.test(path) && chance(0.2))
        next = next.replace(/\n(?=dependencies)/, `\n${LONG}\n`)
      if (path.endsWith('pom.xml') && chance(0.2))
        next = next.replace('<dependencies>', `<!--${LONG}--><dependencies>`)
      if (path.endsWith('pom.xml') && chance(0.1)) next = next.replace(/>\s+</g, '><')
      if (path.endsWith('package.json') && chance(0.2)) next = JSON.stringify(JSON.parse(next))
      if (chance(0.2)) next = next.trimEnd()
      if (chance(0.2)) next = `${next}\n\n\n`
      if (chance(0.4)) next = next.replaceAll('\n', '\r\n')
      const comment = COMMENTS.find(([paths]) => paths.test(path))
      if (comment !== undefined && chance(0.3) && /^[\0-\xff]*$/.test(next))
        return [path, Buffer.from(next.replace(comment[2], comment[1]), 'latin1')]
      return [path, (chance(0.3) ? '\ufeff' : '') + next]
    }),
  )
}
