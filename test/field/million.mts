/**
 * How much memory does a tree of a million lines take? `node test/field/million.mts [--lines 1000000]` makes it, assesses it with an empty
 * cache and again, and prints rows of docs/speed.md. Asserts nothing.
 */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { largeTree } from '../support/tree.mts'
import { cost } from './cost.mts'
import { assessment, git, machine, measuredWith } from './shipworthy.mts'

const LINES_A_FILE = 400

const { values } = parseArgs({ options: { lines: { type: 'string', default: '1000000' } } })
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shipworthy-million-')))
try {
  const project = join(folder, 'project')
  const files = Math.round(Number(values.lines) / LINES_A_FILE)
  let lines = 0
  for (const [path, text] of largeTree(files, LINES_A_FILE)) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text)
    lines += text.split('\n').length - 1
  }
  git(project, 'init', '--quiet')
  git(project, 'add', '--all')
  git(project, 'commit', '--quiet', '--message', 'all of it')
  process.stdout.write(`${measuredWith()}\n\n${machine()}; ${files} files, ${lines} lines.\n\n`)
  process.stdout.write('| what | wall s | CPU s | peak MB |\n| --- | --- | --- | --- |\n')
  const place = { cache: join(folder, 'cache'), temporary: folder }
  for (const what of ['empty cache', 'warm']) {
    const { wall, cpu, peak } = await cost(assessment(project, join(folder, 'data'), place))
    process.stdout.write(
      `| a million lines: assess, ${what} | ${wall.toFixed(1)} | ${cpu.toFixed(1)} | ${peak.toFixed(0)} |\n`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
