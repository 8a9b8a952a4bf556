/** Where does the verdict go? One object, written as what each reader asked for; results on stdout. */

import { resolve } from 'node:path'
import { DAY_MS } from '../core/days.mts'
import type { LinkSettings } from '../core/policy.mts'
import type { Assessment } from '../core/verdict.mts'
import { deepLinks } from '../report/deep-links.mts'
import type { TerminalOptions } from '../report/terminal.mts'
import type { Assessed } from './assess.mts'
import type { AssessChoices } from './assess-options.mts'
import { print } from './print.mts'
import { writeWhole } from './write-whole.mts'

/** Each loaded for who asked for it. */
const writers = {
  sarif: async () => (await import('../report/sarif.mts')).sarif,
  junit: async () => (await import('../report/junit.mts')).junit,
  markdown: async () => (await import('../report/markdown.mts')).markdown,
  gitlab: async () => (await import('../report/gitlab.mts')).gitlab,
  badge: async () => (await import('../report/badge.mts')).badgeSvg,
} as const

type Told = Pick<Assessed, 'assessment' | 'catalogue'>

export async function writeReports(
  { assessment, catalogue }: Told,
  options: AssessChoices,
): Promise<void> {
  for (const [name, loaded] of Object.entries(writers)) {
    const file = options[name as keyof typeof writers]
    if (file === undefined) continue
    const write = await loaded()
    await writeWhole(resolve(file), write(assessment, catalogue))
  }
}

export async function show(
  { assessment, catalogue }: Told,
  { json }: Pick<AssessChoices, 'json'>,
  links?: LinkSettings,
): Promise<void> {
  if (json === true) return print(JSON.stringify(assessment, null, 2))
  const { terminal } = await import('../report/terminal.mts')
  const options = { ...terminalOptions(), ...traceLinks(assessment, links) }
  await print(terminal(assessment, catalogue, options))
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
