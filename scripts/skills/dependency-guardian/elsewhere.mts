/** What does code import that is not measured (documentation, examples, generated files)? It may ship all the same, so no package it names is called merely present. */

import type { Language } from '../../core/facts.mts'
import type { Lens } from '../../core/lens.mts'

// Blanks are counted: two unlimited runs of them side by side would be tried in every division.
const JAVASCRIPT =
  /\b(?:from|import|require)\s{0,20}\(?\s{0,20}['"`]([^'"`\s.][^'"`\s]{0,200})['"`]/g
const IMPORTS: Partial<Record<Language, RegExp>> = {
  javascript: JAVASCRIPT,
  typescript: JAVASCRIPT,
  go: /^[ \t]{0,20}(?:import[ \t]{1,20})?(?:[\w.]{1,100}[ \t]{1,20})?"([\w./~-]{1,300})"[ \t]{0,20}\r?$/gm,
}

/** More than this, and what they import is not known. */
const MOST_FILES = 2000

/** Import specifiers, found as text: a comment that looks like one only makes us more careful. Null where there are too many files. */
export async function importsElsewhere(lens: Lens): Promise<readonly string[] | null> {
  const files = (await lens.files()).filter(
    ({ role, language }) =>
      (role === 'other' || role === 'generated') && language !== null && IMPORTS[language],
  )
  if (files.length > MOST_FILES) return null
  const found = new Set<string>()
  for (const { path, language } of files) {
    const text = await lens.text(path)
    const pattern = language === null ? undefined : IMPORTS[language]
    if (!text.ok || pattern === undefined) continue
    for (const [, specifier = ''] of text.value.matchAll(pattern)) found.add(specifier)
  }
  return [...found].sort()
}
