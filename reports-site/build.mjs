/** Runs Astro once over this template. Its own process: a folder and an environment of its own, nothing left behind. */

import { fileURLToPath } from 'node:url'
import { build } from 'astro'

const { work, history, base, site, options } = JSON.parse(process.argv[2])
const source = fileURLToPath(new URL('./src/', import.meta.url))

await build({
  root: work,
  srcDir: source,
  publicDir: `${work}/public`,
  outDir: `${work}/site`,
  cacheDir: `${work}/cache`,
  configFile: false,
  logLevel: 'warn',
  output: 'static',
  base,
  ...(site ? { site } : {}),
  trailingSlash: 'always',
  compressHTML: true,
  build: { format: 'directory', inlineStylesheets: 'never', assets: 'assets' },
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
  vite: {
    cacheDir: `${work}/vite`,
    resolve: { alias: { '#history': history } },
    define: { SITE_OPTIONS: JSON.stringify(options) },
    // The store stays outside the bundle: Node loads it, and DuckDB with it, from where it is installed.
    environments: { prerender: { resolve: { noExternal: true } } },
    build: { rolldownOptions: { external: [history] } },
  },
})
// An open database would keep the process waiting.
process.exit(0)
