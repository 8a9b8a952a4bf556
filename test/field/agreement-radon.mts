/** Does our cyclomatic complexity of Python agree with radon's? `node agreement-radon.mts FOLDER`, with radon installed. */

import { execa } from 'execa'
import { type Counts, folderArgument, keyOf, ours, report } from './agreement.mts'

interface Block {
  readonly type: string
  readonly name: string
  readonly lineno: number
  readonly complexity: number
  readonly methods?: readonly Block[]
  readonly closures?: readonly Block[]
}

async function radon(folder: string): Promise<Counts> {
  const { stdout } = await execa(process.env.RADON ?? 'radon', ['cc', '-j', folder], {
    maxBuffer: 1e9,
  })
  const counts = new Map<string, number>()
  const add = (path: string, blocks: readonly Block[]) => {
    for (const block of blocks) {
      if (block.type !== 'class')
        counts.set(keyOf(path, block.lineno, block.name), block.complexity)
      add(path, [...(block.methods ?? []), ...(block.closures ?? [])])
    }
  }
  for (const [path, blocks] of Object.entries<readonly Block[] | { error: string }>(
    JSON.parse(stdout),
  ))
    if (Array.isArray(blocks)) add(path, blocks)
    else console.log(`radon could not read ${path}`)
  return counts
}

const folder = folderArgument()
report('radon', await radon(folder), await ours(folder, 'python', '.py'))
