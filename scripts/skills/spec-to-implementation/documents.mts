/** Which files of the project say what it must do? Named ones where the policy names them, else the evident ones alone. */

import { posix } from 'node:path'
import picomatch from 'picomatch'
import type { Lens, ProjectFile, TextReader } from '../../core/lens.mts'
import { LONGEST_MARKDOWN } from '../../formats/markdown/blocks.mts'
import { isOpenApi } from '../../formats/openapi.mts'
import { mayHoldIds } from '../../formats/requirements/ids.mts'
import { type Requirement, readRequirements } from '../../formats/requirements/read.mts'

export interface SpecSettings {
  /** Globs of requirement documents; empty looks for those that are evident. */
  readonly documents: readonly string[]
  /** Globs of OpenAPI documents; empty looks for those that are evident. */
  readonly apis: readonly string[]
  /** Words that ids of requirements begin with. */
  readonly ids: readonly string[]
}

export interface RequirementDocument {
  readonly path: string
  /** Whether its name says what it is, or the policy does; else its ids alone. */
  readonly isEvident: boolean
  readonly requirements: readonly Requirement[]
}

const MARKDOWN = /\.(md|mdx|markdown)$/i

/** A file or folder of this name holds requirements. */
const EVIDENT =
  /(^|[/_. -])(requirements?|specs?|specifications?|srs|prds?|user[-_ ]?stor(y|ies))([/_. -]|$)/i

/** What never defines a requirement, whatever it is called: it describes, plans or repeats. */
const NEVER =
  /(^|\/)(readme|changelog|changes|history|contributing|code_of_conduct|security|license|licence|tasks?|todo|plan|checklist|quickstart|research|index|glossary|traceability[^/]*|[^/]*(matrix|checklist|questionnaire|template)[^/]*|[^/]*test[-_]?(plan|cases?)[^/]*)\.\w+$|template|\.prompt\.|(^|\/)(checklists?|prompts?|adrs?|decisions)\//i

/** Code of others, samples, and rules for tools that write code. */
const ASIDE =
  /(^|\/)(node_modules|vendors?|third[-_]?party|tests?|__tests__|spec\/(fixtures|support)|fixtures?|testdata|examples?|samples?|demos?|archived?|\.(github|claude|cursor|specify|agents?|codex|gemini|vscode|idea)(?=\/))\//i

/** From this many ids on a document is one of requirements, whatever its name: where no evident one defines any. */
const LEAST_IDS = 3

/** Documents that hold at least one requirement, in path order: evident ones first. */
export async function requirementDocuments(
  lens: Lens,
  files: readonly ProjectFile[],
  { documents, ids }: SpecSettings,
): Promise<readonly RequirementDocument[]> {
  const isNamed = picomatch([...documents], { dot: true })
  const wanted = files.filter(({ path }) =>
    documents.length > 0
      ? isNamed(path)
      : MARKDOWN.test(path) && !NEVER.test(path) && !ASIDE.test(path),
  )
  const isEvidentPath = (path: string) => documents.length > 0 || EVIDENT.test(path)
  const read = await lens.derive(requirementReader(ids, isEvidentPath), wanted)
  const found = [...read].map(([path, all]): RequirementDocument => {
    const isEvident = isEvidentPath(path)
    const hasBoxes = documents.length > 0 || EVIDENT.test(posix.basename(path))
    const requirements = all.filter(({ form }) => form !== 'box' || hasBoxes)
    const numbered = requirements.filter(({ id }) => id !== null)
    // Where demands are numbered, the sentences between them explain.
    const areAll = isEvident && numbered.length < LEAST_IDS
    return { path, isEvident, requirements: areAll ? requirements : numbered }
  })
  const evident = found.filter(each => each.isEvident && each.requirements.length > 0)
  const others = found.filter(each => !each.isEvident && each.requirements.length >= LEAST_IDS)
  const isNumbered = evident.some(({ requirements }) => requirements.some(({ id }) => id !== null))
  return isNumbered ? evident : [...evident, ...others]
}

/** A document whose name does not say that it demands anything is read where it holds an id. */
function requirementReader(
  ids: readonly string[],
  isEvident: (path: string) => boolean,
): TextReader<readonly Requirement[]> {
  const mayHold = mayHoldIds(ids)
  return {
    id: `requirements ${JSON.stringify(ids)}`,
    code: ['formats/markdown', 'formats/requirements'],
    aspect: path => (isEvident(path) ? 'evident' : ''),
    read: (text, path) => {
      if (text.length > LONGEST_MARKDOWN || !(isEvident(path) || mayHold(text))) return null
      const requirements = readRequirements(text, ids)
      return requirements.length > 0 ? requirements : null
    },
  }
}

const API_FILE = /(^|\/)[^/]*(openapi|swagger|oas3?|api)[^/]*\.(ya?ml|json)$/i
const API_FOLDER =
  /(^|\/)(openapi|swagger|api-?specs?|api-?docs|contracts?|specs?)\/[^/]+\.(ya?ml|json)$/i

/** Texts of files that say of themselves that they are OpenAPI documents. */
export async function apiDocuments(
  lens: Lens,
  files: readonly ProjectFile[],
  { apis }: SpecSettings,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const isNamed = picomatch([...apis], { dot: true })
  const isWanted = ({ path, role }: ProjectFile) =>
    apis.length > 0
      ? isNamed(path)
      : role === 'other' && (API_FILE.test(path) || API_FOLDER.test(path)) && !ASIDE.test(path)
  const found: { readonly path: string; readonly text: string }[] = []
  for (const { path } of files.filter(isWanted)) {
    const text = await lens.text(path)
    if (text.ok && isOpenApi(text.value)) found.push({ path, text: text.value })
  }
  return found
}
