/** What does a job find on the machine it runs on? Git, a shell, and an npm from which Shipworthy comes as this checkout. */

import { spawn } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { COMPILED } from '../support/door.mts'

export type Variables = Readonly<Record<string, string>>

export interface JobResult {
  readonly isGood: boolean
  readonly log: string
  readonly summary: string
  readonly temporary: string
  readonly workspace: string
  /** Every variable that any step saw. */
  readonly seen: ReadonlySet<string>
}

export interface MachineOptions {
  /** The real one, where a project's packages are to be installed; else they count as installed. */
  readonly npm?: string
  /** What every job sees besides. */
  readonly variables?: Variables
}

export interface Machine {
  /** Environment of a job whose home and temporary folder are these. */
  environment(home: string, temporary: string): Variables
}

/** What a job sees where nobody looks at the site: building it takes longer than all the rest. */
export const WITHOUT_SITE: Variables = { SITE: 'none' }

/** The folder of the site and nothing in it. */
const NO_SITE =
  "(await import('node:fs')).mkdirSync(process.argv[process.argv.indexOf('--out') + 1], { recursive: true })"

const checkoutOfOurs = join(import.meta.dirname, '../..')

/** @param folder For programs that stand in front of the machine's own. */
export function openMachine(folder: string, { npm, variables }: MachineOptions = {}): Machine {
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  // What the registry would give for `npm install --prefix DIR … shipworthy@VERSION`.
  const entry = 'node_modules/shipworthy/dist/scripts'
  const script = `#!/bin/sh
[ "$2" = --prefix ] || ${npm === undefined ? 'exit 0' : `exec '${npm}' "$@"`}
mkdir -p "$3/${entry}" "$3/node_modules/.bin"
ln -sf '${process.execPath}' "$3/node_modules/.bin/node"
cat > "$3/${entry}/shipworthy.mjs" <<'END'
if (process.env.SITE === 'none' && process.argv[2] === 'report') ${NO_SITE}
else await import('${checkoutOfOurs}/scripts/shipworthy.mts')
END
`
  writeFileSync(join(bin, 'npm'), script, { mode: 0o755 })
  symlinkSync(process.execPath, join(bin, 'node'))
  return {
    environment: (home, temporary) => ({
      ...{ PATH: [bin, process.env.PATH].join(delimiter), HOME: home, TMPDIR: temporary },
      ...{ CI: 'true', NO_COLOR: '1', LANG: 'C.UTF-8', NODE_COMPILE_CACHE: COMPILED },
      ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' },
      ...{ GIT_AUTHOR_NAME: 'ci', GIT_AUTHOR_EMAIL: 'ci@example.org' },
      ...{ GIT_COMMITTER_NAME: 'ci', GIT_COMMITTER_EMAIL: 'ci@example.org' },
      ...variables,
    }),
  }
}

/** Bash that stops at the first failure, as the runners of both forges start it. */
export function shell(script: string, cwd: string, env: Variables) {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env,
  })
  let text = `$ ${script}\n`
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
  return new Promise<{ code: number | null; text: string }>((done, failed) => {
    child.on('error', failed)
    child.on('close', code => done({ code, text }))
  })
}

/** What the action or the runner does before any script: a whole clone with one commit checked out. */
export async function checkOut(
  {
    remote,
    origin,
    ref,
  }: { readonly remote: string; readonly origin: string; readonly ref: string },
  workspace: string,
  env: Variables,
): Promise<void> {
  mkdirSync(dirname(workspace), { recursive: true })
  const { code, text } = await shell(
    `git clone --quiet '${remote}' '${workspace}' && cd '${workspace}' && git fetch --quiet origin '${ref}' && git checkout --quiet --detach FETCH_HEAD && git remote set-url origin '${origin}'`,
    dirname(workspace),
    env,
  )
  if (code !== 0) throw new Error(text)
}
