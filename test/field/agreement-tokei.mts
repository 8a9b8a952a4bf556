/**
 * Do lines of code and of comment agree with tokei's, file by file? `node agreement-tokei.mts FOLDER`, with tokei installed.
 * Lines inside a string are code to tokei and nothing to us, so code is compared with them and without.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { languageOf } from '../../scripts/languages/classify.mts'
import { readFacts } from '../../scripts/languages/index.mts'
import { folderArgument } from './agreement.mts'

interface Stats {
  readonly code: number
  readonly comments: number
  /** Other languages inside the file, as Markdown in comments of Rust. */
  readonly blobs: Readonly<Record<string, Stats>>
}

type Languages = Record<string, { reports: { name: string; stats: Stats }[] }>

async function tokei(folder: string): Promise<ReadonlyMap<string, Stats>> {
  const settings = mkdtempSync(join(tmpdir(), 'shipworthy-tokei-'))
  try {
    writeFileSync(join(settings, 'tokei.toml'), 'treat_doc_strings_as_comments = true\n')
    const asked = ['--output', 'json', '--files', '--no-ignore', resolve(folder)]
    const { stdout } = await execa(process.env.TOKEI ?? 'tokei', asked, {
      cwd: settings,
      maxBuffer: 1e9,
    })
    const languages: Languages = JSON.parse(stdout)
    return new Map(
      Object.values(languages).flatMap(({ reports }) =>
        reports.map(({ name, stats }) => [name, stats] as const),
      ),
    )
  } finally {
    rmSync(settings, { recursive: true })
  }
}

const commentsIn = ({ comments, blobs }: Stats): number =>
  Object.values(blobs).reduce((sum, each) => sum + commentsIn(each), comments)

const codeIn = ({ code, blobs }: Stats): number =>
  Object.values(blobs).reduce((sum, each) => sum + codeIn(each), code)

const tally = {
  files: 0,
  unread: 0,
  sameCode: 0,
  sameWithStrings: 0,
  sameComments: 0,
  code: 0,
  withStrings: 0,
  tokeiCode: 0,
  comments: 0,
  tokeiComments: 0,
}
for (const [path, stats] of await tokei(folderArgument())) {
  const language = languageOf(path)
  if (language === null) continue
  const text = readFileSync(path, 'utf8')
  const { source } = await readFacts(path, text, language)
  if (source.fault !== null) {
    tally.unread++
    continue
  }
  const blank = text.split(/\r\n|\r|\n/).filter(line => line.trim() === '').length
  const written = source.lines - (blank - (/[\r\n]$/.test(text) || text === '' ? 1 : 0))
  const withStrings = written - source.comments
  const [code, comments] = [codeIn(stats), commentsIn(stats)]
  tally.files++
  tally.code += source.code
  tally.withStrings += withStrings
  tally.tokeiCode += code
  tally.comments += source.comments
  tally.tokeiComments += comments
  if (source.code === code) tally.sameCode++
  if (withStrings === code) tally.sameWithStrings++
  if (source.comments === comments) tally.sameComments++
  if (withStrings !== code || source.comments !== comments)
    console.log(
      `${path}: code ${source.code}, with strings ${withStrings}, tokei ${code}; comments ${source.comments}, tokei ${comments}`,
    )
}
console.log(tally)
