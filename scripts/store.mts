#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** How do many projects share one database? Their histories are copied into PostgreSQL; what is there already stays. */

import { Command } from 'commander'
import { UserFault } from './core/fault.mts'
import { plural } from './core/plural.mts'
import { main } from './doors/main.mts'
import { print } from './doors/print.mts'
import { type WhereOptions, whereIsHistory, withWhere } from './doors/where.mts'
import { shareHistory } from './edge/store.mts'

interface StoreChoices extends WhereOptions {
  readonly to: string
}

const program = withWhere(
  new Command('store.mts')
    .description(
      'Copy the history into a PostgreSQL database, with TimescaleDB or without: same tables, same views.',
    )
    .argument('[project]', 'folder of the project whose --branch holds the history', '.')
    .requiredOption(
      '--to <url>',
      'the database, such as postgres://user@host/name; what it leaves out comes from PGHOST, PGPASSWORD … or ~/.pgpass',
    ),
)

await main(program, async (project: string, { to, ...choices }: StoreChoices) => {
  const { dir } = await whereIsHistory({ ...choices, project })
  const copied = await shareHistory(dir, to)
  if (copied.length === 0) throw new UserFault(`There is no run in ${dir}: was anything assessed?`)
  for (const { project: name, added, runs } of copied)
    await print(`${name}: ${added} of ${plural(runs, 'run')} added`)
  return 0
})
