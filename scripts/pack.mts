/** How does the checkout become the npm package? Types are stripped into dist/: Node runs no .mts inside node_modules. */

import { cp, rm } from 'node:fs/promises'
import { $, cd } from 'zx'
import { home } from './edge/places.mts'

cd(home)
const [out = 'dist'] = process.argv.slice(2)
await rm(out, { recursive: true, force: true })
await $`node_modules/.bin/tsc --project tsconfig.pack.json --outDir ${out}`

// The one file that is used of a package with native code for every platform, and the licence it comes under.
const kotlin = 'node_modules/@tree-sitter-grammars/tree-sitter-kotlin'
const languages = `${out}/scripts/languages`
await cp(`${kotlin}/tree-sitter-kotlin.wasm`, `${languages}/tree-sitter-kotlin.wasm`)
await cp(`${kotlin}/LICENSE`, `${languages}/tree-sitter-kotlin.LICENSE`)
