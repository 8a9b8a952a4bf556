/** What do the tests need that a machine may lack? A browser, found or installed; said in one sentence when neither works. */

import { $ } from 'zx'
import { which } from './edge/execute.mts'

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome']

const isRoot = process.getuid?.() === 0

if ((await which(BROWSERS)) === null && (await which(['apt-get'])) !== null && isRoot) {
  process.stderr.write('Installing Chromium for the browser tests …\n')
  await $({ quiet: true })`apt-get update -qq`
  await $({ quiet: true })`apt-get install -y -qq chromium`
}
if ((await which(BROWSERS)) === null)
  process.stderr.write(
    'No Chromium was found: the browser tests will be skipped. Install the package chromium to run them.\n',
  )
