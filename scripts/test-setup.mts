/** What do the tests need that a machine may lack? A browser, PostgreSQL, Redis and two checkers of workflows, found or installed; said in one sentence when neither works. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'zx'
import { which } from './edge/execute.mts'
import { home } from './edge/places.mts'

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome']

const hasBrowser = async () =>
  process.env.CHROMIUM !== undefined || (await which(BROWSERS)) !== null

/** Before a command that needs its rights; null where nobody gave them. In CI a runner may become root. */
const asRoot: readonly string[] | null =
  process.getuid?.() === 0
    ? []
    : process.env.CI !== undefined && (await which(['sudo'])) !== null
      ? ['sudo', '--non-interactive', '--preserve-env=DEBIAN_FRONTEND']
      : null

const mayInstall = asRoot !== null && (await which(['apt-get'])) !== null

const hasPostgres = async () =>
  existsSync('/usr/lib/postgresql') || (await which(['initdb'])) !== null

const hasRedis = async () => (await which(['redis-server'])) !== null

const wanted = [
  ...((await hasBrowser()) ? [] : ['chromium']),
  ...((await hasPostgres()) ? [] : ['postgresql']),
  ...((await hasRedis()) ? [] : ['redis-server']),
]
if (wanted.length > 0 && mayInstall) {
  process.stderr.write(`Installing ${wanted.join(', ')} for the tests …\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await $({ quiet: true, nothrow: true, env })`${asRoot} apt-get update -qq`
  await $({ quiet: true, nothrow: true, env })`${asRoot} apt-get install -y -qq ${wanted}`
}
if (!(await hasBrowser()))
  process.stderr.write(
    'No Chromium was found: the browser tests are skipped, and fail in CI. Install the package chromium, or name one in CHROMIUM.\n',
  )
if (!(await hasPostgres()) || !(await hasRedis()))
  process.stderr.write(
    'PostgreSQL or Redis was not found: the tests of the shared store and cache are skipped, and fail in CI. Install the packages postgresql and redis-server.\n',
  )

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'
const ZIZMOR = 'zizmor==1.32.0'
const tools = join(home, 'node_modules/.cache/shipworthy-tools')
const has = async (name: string, place: string) =>
  existsSync(join(tools, place)) || (await which([name])) !== null

if (!(await has('actionlint', 'actionlint'))) {
  const env = { ...process.env, GOBIN: tools }
  await $({ quiet: true, nothrow: true, env })`go install ${ACTIONLINT}`
}
if (!(await has('zizmor', 'venv/bin/zizmor'))) {
  await $({ quiet: true, nothrow: true })`python3 -m venv ${join(tools, 'venv')}`
  await $({ quiet: true, nothrow: true })`${join(tools, 'venv/bin/pip')} install --quiet ${ZIZMOR}`
}
if (!(await has('actionlint', 'actionlint')) || !(await has('zizmor', 'venv/bin/zizmor')))
  process.stderr.write(
    'actionlint or zizmor was not found: the tests of generated workflows are skipped, and fail in CI. Install Go and Python, or the two programs.\n',
  )
