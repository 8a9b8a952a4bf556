#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** What does the reviewer see? Puts the verdict on the pull or merge request of this CI job: one comment, edited in place. */

import { Command } from 'commander'
import { type CommentOptions, comment } from './doors/comment.mts'
import { main } from './doors/main.mts'
import { withWhere } from './doors/where.mts'

const program = withWhere(new Command('comment.mts'))
  .description(
    'Put the verdict on the pull or merge request this CI job belongs to. A job that follows an untrusted one ' +
      '(workflow_run) assesses the head anew, executes nothing of it, and also sets a check.',
  )
  .argument('[project]', 'folder of the project', '.')
  .option('--assessment <file>', 'what `assess --json` printed in this job')
  .option('--artifact <name>', "artifact with the other job's assessment.json", 'shipworthy')

await main(program, async (project: string, options: CommentOptions) => {
  await comment(project, options)
  return 0
})
