#!/usr/bin/env node
/**
 * Do the generated pipelines work on a real project? Every script of GitHub's workflows and GitLab's jobs is executed on
 * clones of it: a small change, a push, the weekly run. Prints rows for docs/ci.md. What the jobs install they install on
 * this machine: run it in a container.
 *
 *   node test/field/pipelines.mts PROJECT FILE     FILE: a source file of the project, to which the change adds a line
 */

import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { JobResult } from '../ci/machine.mts'
import { openGitHubPlace, openGitLabPlace, type Project, runsIn, together } from '../ci/place.mts'
import type { Forge } from '../support/forge.mts'
import { home } from './shipworthy.mts'

const [path, file] = process.argv.slice(2)
if (path === undefined || file === undefined)
  throw new Error('usage: node test/field/pipelines.mts PROJECT FILE')

const cleaners: (() => void)[] = []
const cleaner = { after: (work: () => unknown) => void cleaners.unshift(() => void work()) }
const folder = mkdtempSync(join(tmpdir(), 'shipworthy-pipelines-'))
cleaner.after(() => rmSync(folder, { recursive: true, force: true }))

/** The machine's own settings of package managers are the project's way to its packages. */
const ambient = Object.entries(process.env).filter(([name]) => !/^(GIT|NODE|npm|CI$)/.test(name))
const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim()
const machine = { npm, variables: Object.fromEntries(ambient) as Record<string, string> }
for (const name of ['PATH', 'TMPDIR']) delete machine.variables[name]

/** A clone with everything generated on its branch `main`, and the texts that were. */
function clone(forge: 'github' | 'gitlab') {
  const dir = join(folder, forge)
  const git: Project['git'] = (...args) =>
    execFileSync('git', ['-c', 'user.name=Field', '-c', 'user.email=field@example.org', ...args], {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  const commit: Project['commit'] = files => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true })
      writeFileSync(join(dir, name), text)
    }
    git('add', '--all')
    git('commit', '--quiet', '--allow-empty', '--message', 'A change')
    return git('rev-parse', 'HEAD')
  }
  execFileSync('git', ['clone', '--quiet', resolve(path ?? ''), dir])
  git('checkout', '--quiet', '-B', 'main')
  git('remote', 'set-url', 'origin', `https://${forge}.com/o/r`)
  const script = join(home, 'scripts/skills/cicd-generator.mts')
  execFileSync(process.execPath, [script, dir, '--apply', '--offline'], { stdio: 'ignore' })
  git('remote', 'remove', 'origin')
  commit({})
  const names = git('ls-files', '.github/workflows/shipworthy*', '.gitlab*').split('\n')
  const written = names.map(name => [name, readFileSync(join(dir, name), 'utf8')] as const)
  return { project: { dir, git, commit }, written: Object.fromEntries(written) }
}

/** What every script and both forges said. */
const log = join(tmpdir(), `pipelines-${basename(path)}.log`)
writeFileSync(log, '')

async function timed(title: string, work: () => Promise<JobResult | undefined>) {
  const started = performance.now()
  const job = await work()
  const seconds = Math.round((performance.now() - started) / 1000)
  const said = job?.isGood === true ? 'ended well' : 'ended red'
  process.stdout.write(`| ${basename(path ?? '')} | ${title} | ${seconds} s | ${said} |\n`)
  appendFileSync(log, `=== ${title}\n${job?.log ?? 'did not run'}\n${job?.summary ?? ''}\n`)
}

const change = (dir: string) => ({
  [file]: `${readFileSync(join(dir, file), 'utf8')}\n`,
})

async function onGitHub() {
  const { project, written } = clone('github')
  const place = await openGitHubPlace(cleaner, project, written, machine)
  for (const event of ['push', 'schedule']) {
    let done: Awaited<ReturnType<typeof place.remembering>> | undefined
    await timed(`GitHub, ${event}: tests`, async () => {
      done = await place.remembering({ event })
      return done.assessed
    })
    await timed(`GitHub, ${event}: history and site`, async () => done?.remember())
  }
  const head = place.propose(1, change(project.dir))
  await timed('GitHub, pull request: tests', () => place.change(head))
  place.upload()
  await timed('GitHub, pull request: report', () => place.report(head))
  told('GitHub', place)
}

async function onGitLab() {
  const { project, written } = clone('gitlab')
  const place = await openGitLabPlace(cleaner, project, written, machine)
  for (const source of ['push', 'schedule'] as const)
    await timed(`GitLab, ${source}: both jobs`, async () =>
      [...(await place.main(source)).values()].reduce(together),
    )
  await timed('GitLab, merge request', async () =>
    [...(await place.merge(1, change(project.dir))).values()].at(0),
  )
  told('GitLab', place)
}

function told(name: string, { forge, remote }: { forge: Forge; remote: string }) {
  const heard = forge.told.map(({ what }) => what).join(', ') || 'nothing'
  process.stdout.write(
    `${name} was told: ${heard}; runs in its history: ${runsIn(remote).length}\n`,
  )
  for (const { what, body } of forge.told)
    if (/comments|notes/.test(what)) appendFileSync(log, `=== ${what}\n${body.body}\n`)
}

try {
  await onGitHub()
  await onGitLab()
} finally {
  for (const clean of cleaners) clean()
}
