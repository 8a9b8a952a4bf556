#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** How did this score come about? Computed again from the stored measures and policy, down to the finding. */

import { Command } from 'commander'
import { main } from './doors/main.mts'
import { print } from './doors/print.mts'
import { terminalOptions } from './doors/show.mts'
import { storedAssessment } from './doors/stored-assessment.mts'
import { whereIsHistory, withWhere } from './doors/where.mts'
import { explain } from './report/explain.mts'

const program = withWhere(new Command('explain.mts'))
  .description('Explain how the score of a run came about')
  .argument('[run]', 'run id, release or commit; default: the newest run')
  .option('--project <folder>', 'the repository that holds --branch', '.')
  .option('--json', 'print the re-computed score as JSON')

await main(
  program,
  async (
    run: string | undefined,
    options: { json?: boolean; data?: string; branch?: string; project: string },
  ) => {
    const { dir } = await whereIsHistory(options)
    const { assessment, catalogue, ...points } = await storedAssessment(dir, run)
    await print(
      options.json === true
        ? JSON.stringify(assessment.score, null, 2)
        : explain(assessment, catalogue, { ...terminalOptions(), ...points }),
    )
    return 0
  },
)
