#!/usr/bin/env node
/** Which command of the npm package is meant? `shipworthy assess …` is `./scripts/assess.mts …` of the checkout. */

import { existsSync, readdirSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = [22, 15] as const
const COMMANDS = [
  'assess',
  'comment',
  'compare',
  'container-overhead',
  'explain',
  'profile',
  'query',
  'remember',
  'report',
  'setup',
  'store',
  'trend',
]

const here = dirname(fileURLToPath(import.meta.url))
const extension = extname(fileURLToPath(import.meta.url))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const [command = '--help'] = process.argv.slice(2)

function leave(code: number, text: string): never {
  const stream = code === 0 ? process.stdout : process.stderr
  stream.write(`${text}\n`)
  process.exit(code)
}

function usage(): string {
  const skills = readdirSync(join(here, 'skills'))
    .filter(name => name.endsWith(extension))
    .map(name => name.slice(0, -extension.length))
  return [
    'Usage: shipworthy <command> [options]',
    '',
    `Commands: ${COMMANDS.join(', ')}`,
    `One skill alone: ${skills.join(', ')}`,
    '',
    'shipworthy <command> --help tells the options of each.',
  ].join('\n')
}

/** Node 22 announces its SQLite as experimental on every run: nothing a user could act on. */
function quietSqlite(): void {
  const [tell] = process.listeners('warning')
  if (tell === undefined) return
  process.removeAllListeners('warning')
  process.on('warning', warning => {
    if (!warning.message.includes('SQLite')) tell.call(process, warning)
  })
}

if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]))
  leave(
    2,
    `Shipworthy needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`,
  )
if (command === '--help' || command === '-h') leave(0, usage())
if (command === '--version') {
  const { toolVersion } = await import('./edge/places.mts')
  leave(0, toolVersion)
}

quietSqlite()
process.argv.splice(2, 1)
if (COMMANDS.includes(command)) await import(`./${command}${extension}`)
else if (/^[a-z-]+$/.test(command) && existsSync(join(here, 'skills', `${command}${extension}`))) {
  const [{ skill }, { runDoor }] = await Promise.all([
    import(`./skills/${command}${extension}`),
    import('./doors/skill-door.mts'),
  ])
  await runDoor(skill)
} else leave(2, `There is no command "${command}". ${usage()}`)
