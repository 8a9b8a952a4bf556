/** What do the tests need that a machine may lack? A browser and two checkers of workflows, found or installed; said in one sentence when neither works. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'zx'
import { which } from './edge/execute.mts'
import { home } from './edge/places.mts'

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome']

const hasBrowser = async () =>
  process.env.CHROMIUM !== undefined || (await which(BROWSERS)) !== null

const mayInstall = process.getuid?.() === 0 && (await which(['apt-get'])) !== null

if (!(await hasBrowser()) && mayInstall) {
  process.stderr.write('Installing Chromium for the browser tests …\n')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await $({ quiet: true, nothrow: true, env })`apt-get update -qq`
  await $({ quiet: true, nothrow: true, env })`apt-get install -y -qq chromium`
}
if (!(await hasBrowser()))
  process.stderr.write(
    'No Chromium was found: the browser tests are skipped, and fail in CI. Install the package chromium, or name one in CHROMIUM.\n',
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
