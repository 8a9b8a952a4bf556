/** Does our cyclomatic complexity of Go agree with gocyclo's? `node agreement-gocyclo.mts FOLDER`, with gocyclo installed. */

import { execa } from 'execa'
import { type Counts, folderArgument, keyOf, ours, report } from './agreement.mts'

/** One line each: complexity, package, function, file:line:column. */
const LINE = /^(\d+) \S+ (.+) (\S+):(\d+):\d+$/

async function gocyclo(folder: string): Promise<Counts> {
  const { stdout } = await execa(process.env.GOCYCLO ?? 'gocyclo', [folder], { maxBuffer: 1e9 })
  return new Map(
    stdout.split('\n').flatMap(line => {
      const [, complexity, name = '', path = '', at] = LINE.exec(line) ?? []
      return complexity === undefined ? [] : [[keyOf(path, Number(at), name), Number(complexity)]]
    }),
  )
}

const folder = folderArgument()
report('gocyclo', await gocyclo(folder), await ours(folder, 'go', '.go'))
