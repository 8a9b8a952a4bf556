/** Where does the verdict go? One object, written as what each reader asked for; results on stdout. */

import { resolve } from 'node:path'
import { DAY_MS } from '../core/days.mts'
import type { LinkSettings } from '../core/policy.mts'
import type { Assessment } from '../core/verdict.mts'
import { badgeSvg } from '../report/badge.mts'
import { deepLinks } from '../report/deep-links.mts'
import { gitlab } from '../report/gitlab.mts'
import { junit } from '../report/junit.mts'
import { markdown } from '../report/markdown.mts'
import { sarif } from '../report/sarif.mts'
import { type TerminalOptions, terminal } from '../report/terminal.mts'
import type { Assessed } from './assess.mts'
import type { AssessChoices } from './assess-options.mts'
import { writeWhole } from './write-whole.mts'

const writers = { sarif, junit, markdown, gitlab, badge: badgeSvg } as const

type Told = Pick<Assessed, 'assessment' | 'catalogue'>

export async function writeReports(
  { assessment, catalogue }: Told,
  options: AssessChoices,
): Promise<void> {
  for (const [name, write] of Object.entries(writers)) {
    const file = options[name as keyof typeof writers]
    if (file !== undefined) await writeWhole(resolve(file), write(assessment, catalogue))
  }
}

export async function show(
  { assessment, catalogue }: Told,
  { json }: Pick<AssessChoices, 'json'>,
  links?: LinkSettings,
): Promise<void> {
  const text =
    json === true
      ? JSON.stringify(assessment, null, 2)
      : terminal(assessment, catalogue, { ...terminalOptions(), ...traceLinks(assessment, links) })
  await print(text)
}

/** Traces that are compared may be as old as this. */
export function traceLinks(
  { run }: Assessment,
  settings: LinkSettings | undefined,
): Pick<TerminalOptions, 'traceWindow' | 'traceLink'> {
  const links = settings === undefined ? null : deepLinks(settings)
  if (links === null) return {}
  const from = Date.parse(run.startedAt)
  const to = from + run.durationMs
  const own = run.traceId === null ? null : links.trace({ traceId: run.traceId, from, to })
  const traceWindow = { links, from: from - DAY_MS, to }
  return { traceWindow, ...(own === null ? {} : { traceLink: own }) }
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
