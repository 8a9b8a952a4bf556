/** How does the public surface become pages? From the evidence and the sources it names, into the folder the user asked for. */

import type { DocsEvidence } from '../core/evidence.mts'
import { UserFault } from '../core/fault.mts'
import type { Lens } from '../core/lens.mts'
import { byPath, compareText } from '../core/order.mts'
import { writePages } from '../edge/pages.mts'
import { excerpt } from '../languages/excerpt.mts'
import { type ApiModule, apiPages, PAGE_MARK } from '../report/api-pages.mts'

const isUnwritten = (kind: string, language: string) => kind === 'module' && language === 'python'

/** @returns how many pages were written. Pages that somebody else wrote are left alone: a UserFault names the first. */
export async function writeApiPages(
  lens: Lens,
  { symbols }: DocsEvidence,
  folder: string,
): Promise<number> {
  const modules: ApiModule[] = []
  for (const [path, all] of Map.groupBy(symbols, each => each.path)) {
    const text = await lens.text(path)
    if (!text.ok) continue
    const lines = text.value.split(/\r\n|\r|\n/)
    const language = all[0]?.language ?? 'typescript'
    const described = all
      .toSorted((a, b) => a.line - b.line || compareText(a.name, b.name))
      .map(({ name, kind, line, isDocumented }) => {
        const { signature, doc } = excerpt(lines, isUnwritten(kind, language) ? 0 : line, language)
        return { name, kind, signature, doc: isDocumented ? doc : '' }
      })
    modules.push({ path, language, symbols: described })
  }
  const pages = apiPages(modules.toSorted(byPath))
  const foreign = await writePages(folder, pages, PAGE_MARK)
  if (foreign !== null)
    throw new UserFault(
      `${foreign} was not written by doc-generator and is left alone: choose another folder for --pages, or move it.`,
    )
  return pages.size
}
