/** What do the tests need that a machine may lack? A browser, found or installed; said in one sentence when neither works. */

import { $ } from 'zx'
import { which } from './edge/execute.mts'

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
