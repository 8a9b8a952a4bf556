/** Where does a new skill enter the pages that exist? Its evidence type into the map of all, its door into the registry. */

const IMPORT = /^import \{ skill as \w+ \} from '\.\.\/skills\/(.+)\.mts'$/
const ENTRY = /^ {2}(\w+),$/

/** `text` of core/evidence.mts with `type` before the map of all evidence and its line at the map's end. */
export function withEvidence(text: string, type: string, id: string): string {
  const [before, map] = parted(text, '/** Skill id → ')
  const [head, tail] = parted(map, '\n}\n')
  return `${before}${type}${head}\n  '${id}': ${pascalCase(id)}Evidence${tail}`
}

export const hasEvidence = (text: string, id: string): boolean => text.includes(`\n  '${id}': `)

/** `text` of doors/skills.mts with one import and one entry more, each before the first that sorts after it. */
export function withEntry(text: string, id: string): string {
  const name = camelCase(id)
  const [imports, list] = parted(text, '\nexport const skills')
  return (
    inserted(imports, IMPORT, id, `import { skill as ${name} } from '../skills/${id}.mts'`) +
    inserted(list, ENTRY, name, `  ${name},`)
  )
}

function inserted(text: string, entry: RegExp, key: string, added: string): string {
  const lines = text.split('\n')
  const later = lines.findIndex(line => (entry.exec(line)?.[1] ?? '') > key)
  const last = lines.findLastIndex(line => entry.test(line))
  if (last === -1) throw new Error('the registry lists no skill')
  return lines.toSpliced(later === -1 ? last + 1 : later, 0, added).join('\n')
}

/** Both halves; the second begins with the mark. */
function parted(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  if (at === -1) throw new Error(`a page to edit holds no "${mark.trim()}"`)
  return [text.slice(0, at), text.slice(at)]
}

export const pascalCase = (id: string): string =>
  id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())

const camelCase = (id: string) => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
