#!/usr/bin/env node
/**
 * What does a verdict look like? The picture of the README, drawn from a real run as a terminal shows it:
 *
 *   node test/field/verdict-image.mts PROJECT [OPTION…] > docs/images/verdict.svg     OPTION: more for `assess`
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Assessment } from '../../scripts/core/verdict.mts'
import { catalogueOf } from '../../scripts/doors/catalogue.mts'
import { skills } from '../../scripts/doors/skills.mts'
import { xml } from '../../scripts/report/escape.mts'
import { terminal } from '../../scripts/report/terminal.mts'
import { door, measuredWith } from './shipworthy.mts'

const COLUMNS = 80
/** Pixels of a character, and around the text. */
const [WIDE, HIGH, MARGIN] = [8.4, 18, 20]

/** By the codes of the terminal's colours; readable on the dark ground. */
const STYLES: Readonly<Record<string, string>> = {
  1: 'font-weight="bold"',
  2: 'opacity="0.6"',
  31: 'fill="#ff7b72"',
  32: 'fill="#56d364"',
  33: 'fill="#e3b341"',
}
const ENDED: Readonly<Record<string, readonly string[]>> = {
  22: ['1', '2'],
  39: ['31', '32', '33'],
}

const ESCAPE = String.fromCharCode(27)
const STYLE = new RegExp(`(${ESCAPE}\\[\\d+m)`)

const [project, ...more] = process.argv.slice(2)
if (project === undefined)
  throw new Error('usage: node test/field/verdict-image.mts PROJECT [OPTION…]')

const temporary = mkdtempSync(join(tmpdir(), 'shipworthy-image-'))
const args = [project, '--data', join(temporary, 'data'), '--json', '--no-gate', ...more]
const { file, env, ...called } = door('assess', args, { cache: temporary, temporary })
const { stdout } = await execa(file, called.args, { env: { ...env }, stderr: 'inherit' }).finally(
  () => rmSync(temporary, { recursive: true, force: true }),
)
const assessment = JSON.parse(stdout) as Assessment
const text = terminal(assessment, catalogueOf(skills), { color: true, width: COLUMNS })
process.stdout.write(drawn(text.trimEnd().split('\n')))

function drawn(lines: readonly string[]): string {
  const [width, height] = [COLUMNS * WIDE + 2 * MARGIN, lines.length * HIGH + 2 * MARGIN]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    '<desc>',
    measuredWith(),
    '</desc>',
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    `<g fill="#e6edf3" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    ...lines.flatMap((line, at) => row(line, MARGIN + (at + 0.75) * HIGH)),
    '</g>',
    '</svg>\n',
  ].join('\n')
}

/** Each stretch of one style where its column is, so that fonts of any width keep the table. */
function row(line: string, y: number): string[] {
  const on = new Set<string>()
  let column = 0
  return line.split(STYLE).flatMap(part => {
    const [, code] = (part.startsWith(ESCAPE) && /(\d+)m$/.exec(part)) || []
    if (code !== undefined) {
      if (STYLES[code] !== undefined) on.add(code)
      for (const ended of ENDED[code] ?? []) on.delete(ended)
      return []
    }
    const x = MARGIN + (column + part.length - part.trimStart().length) * WIDE
    const [words, styles] = [part.trim(), [...on].map(each => STYLES[each]).join(' ')]
    column += part.length
    const length = `textLength="${(words.length * WIDE).toFixed(1)}"`
    return words === ''
      ? []
      : [
          `<text x="${x.toFixed(1)}" y="${y}" ${length} xml:space="preserve" ${styles}>${xml(words)}</text>`,
        ]
  })
}
