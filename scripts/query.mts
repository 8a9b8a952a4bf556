#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** What else does the history know? Ad-hoc SQL over every run, from a shell, a pipe or a prompt. */

import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { Command, Option } from 'commander'
import { main } from './doors/main.mts'
import { print } from './doors/print.mts'
import { prompt } from './doors/query-prompt.mts'
import { type WhereOptions, whereIsHistory, withWhere } from './doors/where.mts'
import { type Answer, openFile, openHistory, TABLE_LIST, VIEW_LIST } from './edge/store.mts'
import { answerCsv, answerJson, answerMarkdown, answerTable } from './report/answer.mts'

const FORMATS = {
  table: (answer: Answer) => answerTable(answer, process.stdout.columns || undefined),
  json: answerJson,
  csv: answerCsv,
  markdown: answerMarkdown,
}

interface QueryChoices extends WhereOptions {
  readonly format?: keyof typeof FORMATS
  readonly open?: string
}

const program = withWhere(
  new Command('query.mts')
    .description(
      'Ask the history in SQL; without SQL a prompt opens, or SQL is read from standard input.',
    )
    .argument('[sql]', 'a question, such as "FROM trend"')
    .argument('[project]', 'folder of the project whose --branch holds the history', '.'),
)
  .addOption(
    new Option(
      '--format <format>',
      'how answers are printed (default: table on a terminal, else csv)',
    ).choices(Object.keys(FORMATS)),
  )
  .option('--open <file>', 'write tables and views to a .duckdb file of your own, and stop')

await main(program, async (given: string | undefined, folder: string, choices: QueryChoices) => {
  const [sql, project] = arranged(given, folder, choices)
  const { dir } = await whereIsHistory({ ...choices, project })
  if (choices.open !== undefined) {
    await openFile(dir, choices.open)
    await print(`${choices.open} holds the tables and views; any DuckDB from 1.4 on opens it.`)
    return 0
  }
  const isInteractive = sql === undefined && process.stdin.isTTY === true
  const format =
    FORMATS[choices.format ?? (process.stdout.isTTY || isInteractive ? 'table' : 'csv')]
  const history = await openHistory(dir)
  try {
    if (!isInteractive) {
      await print(format(await history.query(sql ?? (await text(process.stdin)))))
      return 0
    }
    const ask = (question: string) => history.query(question)
    const asked = { ask, show: format, stop: () => history.interrupt() }
    await prompt(
      { ...asked, tables: TABLE_LIST, views: VIEW_LIST },
      process.stdin,
      process.stdout,
      true,
    )
    return 0
  } finally {
    history.close()
  }
})

/** With --branch a lone folder is the project: no SQL is the name of a folder. */
function arranged(given: string | undefined, folder: string, { branch }: QueryChoices) {
  if (given === undefined || branch === undefined || folder !== '.' || !existsSync(given))
    return [given, folder] as const
  return [undefined, given] as const
}
