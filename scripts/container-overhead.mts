#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** What does a container cost on this machine? The same work in turns inside one and outside; benchmarks that run in containers are then shown without it. */

import { Command } from 'commander'
import { FEWEST_PAIRS } from './core/container-overhead.mts'
import { UserFault } from './core/fault.mts'
import { main } from './doors/main.mts'
import { print } from './doors/print.mts'
import { imageOfThisNode, measureOverhead } from './edge/container-overhead.mts'
import { readRestraints } from './edge/restraints.mts'
import { overheadSentence } from './report/timed-place.mts'

interface OverheadChoices {
  readonly image: string
  readonly pairs: string
  readonly offline?: boolean
  readonly json?: boolean
}

const program = new Command('container-overhead.mts')
  .description(
    'Measure once what a container costs on this machine: processor, memory, disk. It takes about half a minute.',
  )
  .option('--image <image>', 'an image with the same Node', imageOfThisNode)
  .option('--pairs <n>', 'rounds inside and outside', '10')
  .option('--offline', 'fetch no image')
  .option('--json', 'print it as JSON')

await main(program, async ({ image, pairs, offline, json }: OverheadChoices) => {
  if (readRestraints().isContainer)
    throw new UserFault(
      'This is a container already: run the command on the machine itself, and give the container the cache folder.',
    )
  const overhead = await measureOverhead({
    image,
    pairs: pairsOf(pairs),
    isOffline: offline === true,
    told: sentence => void process.stderr.write(`${sentence}\n`),
  })
  await print(json === true ? JSON.stringify(overhead, null, 2) : overheadSentence(overhead))
  return 0
})

function pairsOf(text: string): number {
  const pairs = Number(text)
  if (Number.isInteger(pairs) && pairs >= FEWEST_PAIRS && pairs <= 100) return pairs
  throw new UserFault(`--pairs ${text}: give a whole number from ${FEWEST_PAIRS} to 100`)
}
