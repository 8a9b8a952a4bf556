#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** How do runs of another job come into the history? Their files are added to the data branch; nothing is measured or executed here. */

import { join, relative } from 'node:path'
import { Command } from 'commander'
import { UserFault } from './core/fault.mts'
import { main } from './doors/main.mts'
import { whereToWrite } from './doors/where.mts'
import { appendToBranch } from './edge/branch.mts'
import { historyFiles } from './edge/store.mts'

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
  const { dir, branch: data } = await whereToWrite({ branch, project })
  const files = await historyFiles(folder)
  if (data === null || files.length === 0)
    throw new UserFault(`There is no run in ${folder}: was anything assessed?`)
  const known = new Set((await historyFiles(dir)).map(path => relative(dir, path)))
  const fresh = files
    .map(absolute => ({ path: relative(folder, absolute), absolute }))
    .filter(({ path }) => !known.has(path))
  const runs = fresh.filter(({ path }) => path.startsWith(join('runs', ''))).length
  const added = `${runs} ${runs === 1 ? 'run' : 'runs'}`
  if (fresh.length > 0)
    await appendToBranch({
      ...{ repo: data.repo, branch, files: fresh, push: push === true },
      message: `Remember ${added}`,
    })
  process.stdout.write(`Added to the branch ${branch}: ${added}.\n`)
  return 0
})
