/** How does the checkout become the npm package? Types are stripped into dist/: Node runs no .mts inside node_modules. */

import { rm } from 'node:fs/promises'
import { $, cd } from 'zx'
import { home } from './edge/places.mts'

cd(home)
await rm('dist', { recursive: true, force: true })
await $`node_modules/.bin/tsc --project tsconfig.pack.json`
