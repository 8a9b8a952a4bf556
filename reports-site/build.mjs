/** Runs Astro once over this template. Its own process: a folder and an environment of its own, nothing left behind. */

import { build } from 'astro'

const { work, scripts, extension, base, site, options } = JSON.parse(process.argv[2])
const history = `${scripts}/edge/store${extension}`

await build({
  root: work,
  srcDir: `${work}/src`,
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
    resolve: {
      alias: [
        { find: '#history', replacement: history },
        // In the npm package they are JavaScript, elsewhere.
        {
          find: /^(?:\.\.\/)+scripts\/(core|report)\/(.*)\.mts$/,
          replacement: `${scripts}/$1/$2${extension}`,
        },
      ],
    },
    define: { SITE_OPTIONS: JSON.stringify(options) },
    // The store stays outside the bundle: Node loads it, and DuckDB with it, from where it is installed.
    environments: { prerender: { resolve: { noExternal: true } } },
    // A script in the page itself is what the policy of the pages forbids.
    build: { rolldownOptions: { external: [history, 'sharp'] }, assetsInlineLimit: 0 },
  },
})
// An open database would keep the process waiting.
process.exit(0)
