#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** How do runs of another job come into the history? Their files are added to the data branch; nothing is measured or executed here. */

import { Command } from 'commander'
import { UserFault } from './core/fault.mts'
import { plural } from './core/plural.mts'
import { joinRuns } from './doors/join.mts'
import { main } from './doors/main.mts'
import { readPolicy } from './doors/open-project.mts'
import { whereToWrite } from './doors/where.mts'

interface RememberChoices {
  readonly branch: string
  readonly push?: boolean
}

const program = new Command('remember.mts')
  .description('Add the runs of a history folder to the data branch of a project.')
  .argument('<folder>', 'history folder that `assess --data` wrote')
  .argument('[project]', 'folder of the project', '.')
  .requiredOption('--branch <name>', 'the data branch')
  .option('--push', 'send the data branch to its remote')

await main(program, async (folder: string, project: string, { branch, push }: RememberChoices) => {
  const place = await whereToWrite({ branch, project })
  const { policy } = await readPolicy(project)
  const warn = (sentence: string) => void process.stderr.write(`${sentence}\n`)
  const joined = await joinRuns(folder, place, { push: push === true, policy, warn })
  if (joined === null) throw new UserFault(`There is no run in ${folder}: was anything assessed?`)
  process.stdout.write(`Added to the branch ${branch}: ${plural(joined, 'run')}.\n`)
  return 0
})
