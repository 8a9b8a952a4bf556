/** Which pages are not read where they lie? Site generators move them, name their headings and resolve their links by rules of their own. */

/** A file that says so → the folders, from its own, whose pages belong to the site. */
const SIGNS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(^|\/)\.vitepress\/config\.\w+$/, ['..']],
  [/(^|\/)\.vuepress\/config\.\w+$/, ['..']],
  [/(^|\/)mkdocs[\w.-]*\.ya?ml$/, ['docs', 'documentation']],
  [/(^|\/)docusaurus\.config\.\w+$/, ['.', '../docs']],
  [/(^|\/)(astro|nuxt|next|gatsby)[.-]config\.\w+$/, ['src', 'content', 'pages', 'docs']],
  [/(^|\/)(rspress|theme|quartz)\.config\.\w+$/, ['.']],
  [/(^|\/)hugo\.(toml|ya?ml|json)$/, ['.']],
  [/(^|\/)_?config\.(toml|ya?ml)$/, ['content', '_posts', '_docs']],
  [/(^|\/)_config\.ya?ml$/, ['.']],
  [/(^|\/)conf\.py$/, ['.']],
  [/(^|\/)(book|zensical)\.toml$/, ['.']],
  [/(^|\/)(antora|docfx|mint|docs)\.(ya?ml|json)$/, ['.']],
  [/(^|\/)(SUMMARY|_sidebar)\.md$/, ['.']],
]

/** As folders of translations are called: `en`, `pt-br`, `zh-Hant`. */
export const LANGUAGE = /^[a-z]{2,3}([-_][A-Za-z]{2,4})?$/

/** Folders of sites, each with a `/` behind it; '' is the whole project. */
export function sitesIn(paths: Iterable<string>): string[] {
  const sites = new Set<string>()
  for (const path of paths)
    for (const [sign, folders] of SIGNS) {
      if (!sign.test(path)) continue
      const own = path.split('/').slice(0, -1)
      // One language holds the settings, its neighbours the translations.
      const all = LANGUAGE.test(own.at(-1) ?? '') ? [...folders, '..'] : folders
      for (const folder of all) sites.add(within(own, folder))
    }
  return [...sites].sort()
}

function within(own: readonly string[], folder: string): string {
  if (folder === '.') return own.map(word => `${word}/`).join('')
  const up = folder.startsWith('..') ? own.slice(0, -1) : own
  const down = folder.replace(/^\.\.\/?/, '')
  return [...up, ...(down === '' ? [] : [down])].map(word => `${word}/`).join('')
}

/** Pages that a forge shows where they lie, in whatever folder a site is made. */
const OWN = /^(README|CONTRIBUTING|CHANGELOG|SECURITY|CODE_OF_CONDUCT)\b[^/]*$/i

export const isInSite = (path: string, sites: readonly string[]): boolean =>
  !OWN.test(path) && sites.some(site => path.startsWith(site))
