/** Where do our own files live on this machine? Never inside the assessed project. */

import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import envPaths from 'env-paths'

const ours = envPaths('shipworthy', { suffix: '' })

/** The checkout, or the installed package: the nearest folder above with our package.json. */
export const home: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder))
    folder = dirname(folder)
  return folder
})()

/** `.mts` in the checkout, `.mjs` in the package: for the few modules reached by file name. */
export const moduleExtension: string = extname(fileURLToPath(import.meta.url))

/** Whether this is a checkout of Shipworthy rather than the npm package. */
export const isCheckout: boolean = moduleExtension === '.mts'

/** Where this module's neighbours lie: the sources in a checkout, what they became in the package. */
export const sourceFolder = (room: string): string =>
  join(home, isCheckout ? 'scripts' : 'dist/scripts', room)

export const cacheFolder = (): string => process.env.SHIPWORTHY_CACHE ?? ours.cache

/** Default home of the history: `data/` of the checkout; from npm the user's data folder. */
export const dataFolder = (): string => (isCheckout ? join(home, 'data') : ours.data)

/** Version of this Shipworthy, as package.json says. */
export const toolVersion: string = (
  JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
).version
