/**
 * What does code-instrumenter do to a real Node.js application? Copied, installed with npm, tested, changed, tested again, built, started, asked
 * for every route a person found in its sources, and changed back. Spans go to the receiver that is part of Shipworthy.
 */

import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { digest, door, must, tested } from './instrument-common.mts'
import { ANY_PORT, type Served, traced } from './instrument-served.mts'

export interface NodeApp extends Served {
  readonly source: string
  readonly framework: 'express' | 'fastify' | 'koa' | 'nestjs' | 'nextjs'
  readonly shape: string
  /** Folder it is installed, tested and started in. */
  readonly folder?: string
  /** Packages besides those of its manifest. */
  readonly install?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly setup?: readonly string[]
  readonly tests?: readonly string[]
}

export async function nodeRow(app: NodeApp, from: string, work: string): Promise<string> {
  const copy = join(work, app.name)
  const place = join(copy, app.folder ?? '')
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  cpSync(join(from, app.name), copy, {
    recursive: true,
    filter: path => !/[\\/]node_modules$/.test(path),
  })
  const env = {
    ...process.env,
    PORT: String(app.port ?? ANY_PORT),
    NO_COLOR: '1',
    FORCE_COLOR: '0',
    NEXT_TELEMETRY_DISABLED: '1',
    ...app.env,
    PATH: [join(place, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  }
  const install = (...more: readonly string[]) =>
    must('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', ...more], place, env)
  install(...(app.install ?? []))
  if (app.setup) must('sh', ['-c', app.setup.join(' && ')], place, env)
  const before = tested(app.tests, place, env)
  const untouched = digest(copy)
  const planned = JSON.parse(must(process.execPath, [door, copy, '--offline', '--json'], copy)) as {
    measures: { name: string; value: number }[]
  }
  must(process.execPath, [door, copy, '--offline', '--apply'], copy)
  install()
  if (app.setup) must('sh', ['-c', app.setup.join(' && ')], place, env)
  const after = tested(app.tests, place, env)
  const seen = await traced(app, place, env)
  const again = must(process.execPath, [door, copy, '--offline', '--apply'], copy)
  must(process.execPath, [door, copy, '--offline', '--check'], copy)
  must(process.execPath, [door, copy, '--undo'], copy)
  const isBack = digest(copy) === untouched
  const found = planned.measures.find(({ name }) => name === 'endpoints')?.value ?? 0
  const isStable = again.includes('There is nothing to change.')
  return `| ${app.source} | ${app.shape} | ${before} = ${after}${before === after ? '' : ' **differs**'} | ${app.routes.length} | ${found} | ${seen.covered} of ${app.routes.length} | ${seen.queries} | ${seen.seconds.toFixed(1)} s | ${isStable ? 'yes' : '**no**'} | ${isBack ? 'yes' : '**no**'} |`
}
