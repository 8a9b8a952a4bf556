/** What do the project's Markdown pages say of themselves? Their links, each followed, what its README tells a newcomer, and examples if asked. */

import ignore, { type Ignore } from 'ignore'
import type { DocsEvidence } from '../../core/evidence.mts'
import type { Lens, ProjectFile } from '../../core/lens.mts'
import { type PageLinks, pageLinks, readMarkdown } from '../../formats/markdown/page.mts'
import { examplesEvidence } from './examples.mts'
import { follow, type LinkedProject } from './links.mts'
import { readmeAmong, readmeOf } from './readme.mts'
import { sitesIn } from './sites.mts'

/** Pages of others, or that are read somewhere else than where they lie: material of tests, templates, notes of tools. */
const ELSEWHERE =
  /(^|\/)(tests?|__tests__|specs?|(__)?fixtures?(__)?|(__)?snapshots?(__)?|testdata|vendor|third_party|node_modules|[^/]*templates?|template-[^/]*|skeletons?|\.changeset|ISSUE_TEMPLATE|PULL_REQUEST_TEMPLATE)(\/|\.md$)/i

const isPage = ({ path, role }: ProjectFile): boolean =>
  /\.(md|markdown)$/i.test(path) &&
  role !== 'vendored' &&
  role !== 'generated' &&
  !ELSEWHERE.test(path)

export async function pagesEvidence(
  lens: Lens,
): Promise<Pick<DocsEvidence, 'links' | 'readme' | 'examples'>> {
  const files = await lens.files()
  const pages = await lens.derive(pageLinks, files.filter(isPage))
  const project = {
    ...projectOf(files, pages),
    unread: await lens.unread(),
    isIgnored: await ignoredBy(lens, files),
  }
  const links = { pages: pages.size, kept: 0, unsure: 0 }
  const broken: DocsEvidence['links']['broken'][number][] = []
  for (const [path, page] of pages) {
    const told = new Set<string>()
    for (const { target, line } of page.links) {
      const verdict = follow(path, target, project)
      if (verdict === 'kept' || verdict === 'unsure') links[verdict] += 1
      else if (verdict !== null && !told.has(target)) {
        told.add(target)
        broken.push({ path, line, target, why: verdict.why })
      }
    }
  }
  return {
    links: { ...links, broken },
    readme: await readmeIn(lens, pages, project.paths),
    ...(lens.mayRunExamples
      ? { examples: await examplesEvidence(lens, files.filter(isPage)) }
      : {}),
  }
}

async function readmeIn(
  lens: Lens,
  pages: ReadonlyMap<string, PageLinks>,
  paths: ReadonlySet<string>,
): Promise<DocsEvidence['readme']> {
  const path = readmeAmong([...pages.keys()])
  const text = path === null ? null : await lens.text(path)
  const page = text?.ok ? readMarkdown(text.value) : null
  return path === null || page === null ? null : readmeOf(path, page, paths)
}

/** What the project's `.gitignore` files say of a path, each for its own folder. */
async function ignoredBy(lens: Lens, files: readonly ProjectFile[]) {
  const rules: { readonly folder: string; readonly rules: Ignore }[] = []
  for (const { path } of files.filter(each => /(^|\/)\.gitignore$/.test(each.path))) {
    const text = await lens.text(path)
    const folder = path.slice(0, -'.gitignore'.length)
    if (text.ok) rules.push({ folder, rules: ignore().add(text.value) })
  }
  return (path: string) =>
    rules.some(each => {
      const inside = path.startsWith(each.folder) ? path.slice(each.folder.length) : ''
      return inside !== '' && each.rules.ignores(inside)
    })
}

function projectOf(
  files: readonly ProjectFile[],
  pages: ReadonlyMap<string, PageLinks>,
): Omit<LinkedProject, 'unread' | 'isIgnored'> {
  const paths = new Set(files.map(({ path }) => path))
  const folders = new Set([''])
  for (const path of paths)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end)
      if (folders.has(folder)) break
      folders.add(folder)
    }
  const alike = new Map([...paths, ...folders].map(path => [path.toLowerCase(), path]))
  return { paths, folders, alike, sites: sitesIn(paths), pages }
}
