/** Do the examples in the documents still run? Tried in a copy of the project; what fails for reasons of its own is no verdict. */

import type { ExamplesEvidence } from '../../core/evidence.mts'
import type { Lens, ProjectFile, Workspace } from '../../core/lens.mts'
import { modulesOf } from '../../core/modules/read.mts'
import { type Fence, readMarkdown } from '../../formats/markdown/page.mts'
import { type Example, unsure, type Verdict } from './example.mts'
import { runPython } from './python-examples.mts'
import { runScript } from './script-examples.mts'
import { runShell } from './shell-examples.mts'

const PYTHON = /^(py|python3?|pycon|python-repl)$/i
const SCRIPT = /^(js|javascript|mjs|cjs|ts|typescript|mts)$/i
const SHELL = /^(sh|bash|shell|zsh)$/i

const RUNNABLE = /\brunnable\b/
const LEFT_OUT = /\b(no-?_?run|ignore|skip|should_panic|compile_fail|expect[-_]error)\b/

/** They speak of what once was, or is to be. */
const OTHER_TIMES =
  /(^|\/)(change(s|log)?|history|news|releases?|release[-_]notes|migrat\w*|upgrad\w*|blog|adrs?|decisions|rfcs?|proposals?)(\/|[-_.\w]*\.(md|markdown)$)/i

/** Beyond this many a run takes longer than anybody waits. */
const MOST_EXAMPLES = 300
const LONGEST_EXAMPLE = 20_000

/** @param pages Those whose links are read, too. */
export async function examplesEvidence(
  lens: Lens,
  pages: readonly ProjectFile[],
): Promise<ExamplesEvidence> {
  const examples = await examplesIn(lens, pages)
  if (examples.length === 0) return { status: 'ran', rows: [] }
  const made = await lens.workspace()
  if (!made.ok) return { status: 'unavailable', why: made.why }
  const paths = (await lens.files()).map(({ path }) => path)
  const manifests = (await modulesOf(lens)).manifests
  const packages = new Map(manifests.map(({ folder, name }) => [folder, name ?? '']))
  const verdicts = await tried(made.value, examples, paths, packages)
  const rows = examples.map((each, nth) => {
    const { path, line, language } = each
    const { verdict, why } = verdicts.get(nth) ?? unsure('it was not reached')
    // The copy lies elsewhere each time.
    return { path, line, language, verdict, why: why.replaceAll(`${made.value.folder}/`, '') }
  })
  return { status: 'ran', rows }
}

async function examplesIn(lens: Lens, pages: readonly ProjectFile[]): Promise<readonly Example[]> {
  const found: Example[] = []
  for (const { path } of pages) {
    const text = await lens.text(path)
    const page = text.ok ? readMarkdown(text.value) : null
    let isAfterGap = false
    for (const fence of page?.fences ?? []) {
      const language = languageOf(fence)
      const isPromised = RUNNABLE.test(fence.marks)
      if (![PYTHON, SCRIPT, SHELL].some(each => each.test(language))) continue
      if (LEFT_OUT.test(fence.marks) || fence.text.length > LONGEST_EXAMPLE) isAfterGap = true
      else if (isPromised || !(OTHER_TIMES.test(path) || SHELL.test(language)))
        found.push({ ...fence, language, path, isPromised, isAfterGap })
    }
  }
  return found.slice(0, MOST_EXAMPLES)
}

/** Also as MyST writes it: `{doctest}`, `{code-block} python`. */
const languageOf = ({ language, marks }: Fence): string =>
  /^\{(?:doctest|testcode|testsetup)\}/.test(marks)
    ? 'python'
    : (/^\{code(?:-block|-cell)?\}\s+(\w+)/.exec(marks)?.[1] ?? language)

/** One after the other: they share a folder and a machine. Python's of one page build on each other. */
async function tried(
  workspace: Workspace,
  examples: readonly Example[],
  paths: readonly string[],
  packages: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<number, Verdict>> {
  const verdicts = new Map<number, Verdict>()
  const rows = [...examples.entries()]
  const python = rows.filter(([, { language }]) => PYTHON.test(language))
  for (const page of Map.groupBy(python, ([, { path }]) => path).values()) {
    const answers = await runPython(
      workspace,
      page.map(([, each]) => each),
      paths,
    )
    for (const [at, [nth]] of page.entries()) verdicts.set(nth, answers[at] as Verdict)
  }
  for (const [nth, each] of rows)
    if (SCRIPT.test(each.language)) verdicts.set(nth, await runScript(workspace, each, packages))
    else if (SHELL.test(each.language)) verdicts.set(nth, await runShell(workspace, each))
  return verdicts
}
