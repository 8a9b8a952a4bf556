/** What is there once setup is done, and what is left to a person? The box at the end. */

import { join, relative } from 'node:path'
import type { Forge } from '../../core/model.mts'
import { home, isCheckout } from '../../edge/places.mts'
import { total } from '../../report/words.mts'
import { COMPOSE_FILE } from './files.mts'
import { isLocked } from './installs.mts'
import type { JaegerState } from './jaeger.mts'
import type { Look } from './look.mts'

type Rows = readonly (readonly [name: string, text: string])[]

/** Seconds of all steps, and what the project's own tests and program took of them. */
export interface Took {
  readonly seconds: number
  readonly ownSeconds: number
}

/** @param score 0–100 of the newest run, null when too little was measured. */
export function boxRows(
  path: string,
  look: Look,
  score: number | null,
  jaeger: JaegerState,
  { seconds, ownSeconds }: Took,
): Rows {
  const { branch, hasCompose } = look
  const left = steps(look)
  return [
    ['score', score === null ? 'not known yet' : `${total(score)} of 100`],
    [
      'dashboard',
      `${reportCommand()} ${quoted(path)} --branch ${branch} --serve, then http://127.0.0.1:3000`,
    ],
    ...(hasCompose ? [['Jaeger', whereJaegerIs(jaeger)] as const] : []),
    ...(seconds > 0 ? [['time', `${span(seconds)}${ownPart(ownSeconds)}`] as const] : []),
    ...left.map((text, at) => [at === 0 ? 'next' : '', `${at + 1}. ${text}`] as const),
  ]
}

const ownPart = (seconds: number) =>
  seconds < 0.5 ? '' : `, ${span(seconds)} of it the project's own tests and program`

/** "8 s", "6 min 40 s" */
function span(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** A line of Markdown to paste, which a box would break; null where nobody knows the address of the site. */
export function badgeOf({ forge }: Look): string | null {
  const page = pagesOf(forge)
  return page === null ? null : `[![Shipworthy](${page}badge.svg)](${page})`
}

const whereJaegerIs = (state: JaegerState) =>
  state === 'runs'
    ? 'http://127.0.0.1:16686'
    : `docker compose --file ${COMPOSE_FILE} up --detach --wait, then http://127.0.0.1:16686`

function steps({ branch, hasOrigin, forge, installs, workflows }: Look): readonly string[] {
  return [
    ...(installs.length === 0
      ? []
      : [
          `run ${installs.join('; ')} for the packages of the tracing${installs.some(isLocked) ? ' and commit the lock, which the pipelines install by' : ''}; code-instrumenter --verify then shows its spans`,
        ]),
    'look at git status, then commit what was written; --undo takes it back',
    ...(hasOrigin ? [`git push origin ${branch} shares the history`] : []),
    ...(forge?.kind === 'gitlab' || workflows.length === 0
      ? []
      : [
          'on GitHub choose GitHub Actions under Settings → Pages; comments on pull requests begin once the files are on the default branch',
        ]),
    ...(forge?.kind === 'gitlab' && workflows.length > 0
      ? ['set SHIPWORTHY_TOKEN for notes and history (docs/ci.md)']
      : []),
  ]
}

/** Where GitHub publishes the site of a repository unless it has a domain of its own. */
function pagesOf(forge: Forge | null): string | null {
  const [, owner, name] =
    /^https:\/\/github\.com\/([\w.-]+)\/([\w.-]+)$/.exec(forge?.url ?? '') ?? []
  return owner === undefined || name === undefined
    ? null
    : `https://${owner.toLowerCase()}.github.io/${name}/`
}

/** As it is called from where the user stands. */
function reportCommand(): string {
  if (!isCheckout) return 'npx shipworthy report'
  const script = relative(process.cwd(), join(home, 'scripts/report.mts'))
  return quoted(script.startsWith('.') ? script : `./${script}`)
}

const quoted = (word: string) =>
  /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
