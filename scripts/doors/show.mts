/** Where does the verdict go? One object, written as what each reader asked for; results on stdout. */

import { resolve } from 'node:path'
import type { LinkSettings } from '../core/policy.mts'
import type { Assessment } from '../core/verdict.mts'
import { deepLinks } from '../report/deep-links.mts'
import { gitlab } from '../report/gitlab.mts'
import { junit } from '../report/junit.mts'
import { markdown } from '../report/markdown.mts'
import { sarif } from '../report/sarif.mts'
import { terminal } from '../report/terminal.mts'
import type { AssessChoices } from './assess-options.mts'
import { catalogue } from './catalogue.mts'
import { writeWhole } from './write-whole.mts'

const writers = { sarif, junit, markdown, gitlab } as const

export async function writeReports(assessment: Assessment, options: AssessChoices): Promise<void> {
  for (const [name, write] of Object.entries(writers)) {
    const file = options[name as keyof typeof writers]
    if (file !== undefined) await writeWhole(resolve(file), write(assessment, catalogue))
  }
}

export async function show(
  assessment: Assessment,
  { json }: Pick<AssessChoices, 'json'>,
  links?: LinkSettings,
): Promise<void> {
  const text =
    json === true
      ? JSON.stringify(assessment, null, 2)
      : terminal(assessment, catalogue, { ...terminalOptions(), ...traceLink(assessment, links) })
  await print(text)
}

export function traceLink(
  { run }: Assessment,
  links: LinkSettings | undefined,
): { traceLink?: string } {
  if (run.traceId === null || links === undefined) return {}
  const from = Date.parse(run.startedAt)
  const to = from + run.durationMs
  const traceLink = deepLinks(links)?.trace({ traceId: run.traceId, from, to })
  return traceLink ? { traceLink } : {}
}

/** Colour only on a terminal that wants it. */
export const terminalOptions = () => ({
  color: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  width: process.stdout.columns ?? 80,
})

/** Waits until a pipe has taken everything: a large answer is not cut by the exit. */
export const print = (text: string): Promise<void> =>
  new Promise(
    done => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, () => done()),
  )
