/**
 * What does code-instrumenter do to a real Spring Boot application? Copied, tested with Maven, changed, tested again, packed, started, asked for
 * every route a person found in its sources, and changed back. A Gradle build is changed, read again and changed back.
 */

import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { digest, door, must, tested } from './instrument-common.mts'
import { ANY_PORT, traced } from './instrument-served.mts'

export interface JavaApp {
  readonly name: string
  readonly source: string
  readonly framework: 'spring-boot'
  readonly shape: string
  /** Folder of the POM it is built with. */
  readonly folder?: string
  readonly env?: Readonly<Record<string, string>>
  /** Whether its tests need nothing but Maven. */
  readonly isTested?: boolean
  /** Command of a shell; absent where only Gradle could build it. */
  readonly start?: string
  readonly routes: readonly string[]
}

export async function javaRow(app: JavaApp, from: string, work: string): Promise<string> {
  const copy = join(work, app.name)
  const place = join(copy, app.folder ?? '')
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  cpSync(join(from, app.name), copy, { recursive: true })
  const env = { ...process.env, SERVER_PORT: String(ANY_PORT), ...app.env }
  const test = () =>
    app.isTested === true
      ? tested(['mvn', '-B', '-ntp', '-Dmaven.test.failure.ignore=true', 'test'], place, env)
      : 'not run'
  const before = test()
  const untouched = digest(copy)
  const planned = JSON.parse(must(process.execPath, [door, copy, '--offline', '--json'], copy)) as {
    measures: { name: string; value: number }[]
  }
  must(process.execPath, [door, copy, '--offline', '--apply'], copy)
  const after = test()
  const seen = app.start === undefined ? null : await packed({ ...app, start: app.start })
  const again = must(process.execPath, [door, copy, '--offline', '--apply'], copy)
  must(process.execPath, [door, copy, '--offline', '--check'], copy)
  must(process.execPath, [door, copy, '--undo'], copy)
  const isBack = digest(copy) === untouched
  const found = planned.measures.find(({ name }) => name === 'endpoints')?.value ?? 0
  const isStable = again.includes('There is nothing to change.')
  const spans =
    seen === null
      ? 'not run here | not run here | '
      : `${seen.covered} of ${app.routes.length} | ${seen.queries} | ${seen.seconds.toFixed(1)} s`
  return `| ${app.source} | ${app.shape} | ${before} = ${after}${before === after ? '' : ' **differs**'} | ${app.routes.length} | ${found} | ${spans} | ${isStable ? 'yes' : '**no**'} | ${isBack ? 'yes' : '**no**'} |`

  async function packed(started: JavaApp & { readonly start: string }) {
    must('mvn', ['-B', '-ntp', '-q', '-Dmaven.test.skip=true', 'package'], place, env)
    return traced(started, place, env)
  }
}
