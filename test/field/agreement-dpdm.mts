/**
 * Do we follow the imports that dpdm follows? `node agreement-dpdm.mts PROJECT FOLDER`, with dpdm installed: each import of a module of
 * PROJECT's FOLDER by another that is followed when the code loads, and the modules in circles of them.
 */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { modulesOf } from '../../scripts/core/modules/read.mts'
import { openProject } from '../../scripts/doors/open-project.mts'
import { LOOKING } from '../support/looking.mts'

interface Dependency {
  readonly issuer: string
  readonly id: string | null
  readonly kind: 'StaticImport' | 'StaticExport' | 'CommonJS' | 'DynamicImport'
}

interface Report {
  readonly tree: Readonly<Record<string, readonly Dependency[] | null>>
}

type Edges = ReadonlySet<string>

async function theirs(project: string, folder: string): Promise<Edges> {
  const work = mkdtempSync(join(tmpdir(), 'shipworthy-dpdm-'))
  try {
    const output = join(work, 'report.json')
    const options = ['--transform', '--no-tree', '--no-circular', '--no-warning', '--no-progress']
    const files = `${folder}/**/*.{ts,tsx,mts,js,jsx,mjs}`
    const command = [...options, '--context', project, '--output', output, files]
    await execa(process.env.DPDM ?? 'dpdm', command, { cwd: project })
    const { tree }: Report = JSON.parse(readFileSync(output, 'utf8'))
    return new Set(
      Object.values(tree).flatMap(each =>
        (each ?? [])
          .filter(({ kind }) => kind !== 'DynamicImport')
          .map(({ issuer, id }) => `${issuer} ${id}`),
      ),
    )
  } finally {
    rmSync(work, { recursive: true })
  }
}

/** Modules from which a way leads back to themselves. */
function inCircles(edges: Edges): Set<string> {
  const next = new Map<string, string[]>()
  for (const edge of edges) {
    const [from = '', to = ''] = edge.split(' ')
    next.set(from, [...(next.get(from) ?? []), to])
  }
  const returns = (start: string) => {
    const seen = new Set<string>()
    const waiting = [...(next.get(start) ?? [])]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (at === start) return true
      if (!seen.has(at)) waiting.push(...(next.get(at) ?? []))
      seen.add(at)
    }
    return false
  }
  return new Set([...next.keys()].filter(returns))
}

const [project = '.', folder = 'src'] = process.argv.slice(2)
const open = await openProject(project, {
  ...LOOKING,
  baseline: 'none',
})
const { links, project: modules } = await modulesOf(open.lens)
const measured = new Set(
  modules.files.filter(({ file }) => file.role === 'source').map(({ file }) => file.path),
)
await open.close()
const isMeant = (edge: string) =>
  edge.split(' ').every(path => path.startsWith(`${folder}/`) && measured.has(path))
const ours = new Set(
  links
    .filter(({ when }) => when === 'load')
    .map(({ from, to }) => `${from} ${to}`)
    .filter(isMeant),
)
const other = new Set([...(await theirs(resolve(project), folder))].filter(isMeant))
for (const [what, mine, yours] of [
  ['imports', ours, other],
  ['modules in circles', inCircles(ours), inCircles(other)],
] as const) {
  const onlyWe = [...mine].filter(each => !yours.has(each))
  const onlyThey = [...yours].filter(each => !mine.has(each))
  console.log(
    `${what}: ${mine.size - onlyWe.length} both, ${onlyThey.length} only dpdm, ${onlyWe.length} only we`,
  )
  for (const each of onlyThey.slice(0, 20)) console.log(`  only dpdm: ${each}`)
  for (const each of onlyWe.slice(0, 20)) console.log(`  only we: ${each}`)
}
