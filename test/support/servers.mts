/** How does a test get a real PostgreSQL or Redis? A private one in a temporary folder, on a free port of this machine. */

import { execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { temporaryFolder } from './repo.mts'
import { program } from './tools.mts'

export const PASSWORD = 'not a secret: 7%'

/** Folder of PostgreSQL's programs, the newest where Debian keeps several; `POSTGRES_BIN` names another. */
const postgresFolder = (): string | null => {
  const kept = '/usr/lib/postgresql'
  const versions = existsSync(kept) ? readdirSync(kept).sort((a, b) => Number(b) - Number(a)) : []
  const folders = versions.map(version => join(kept, version, 'bin'))
  const onPath = program('initdb')?.replace(/\/initdb$/, '')
  return (
    [process.env.POSTGRES_BIN, ...folders, onPath].find(
      folder => folder !== undefined && existsSync(join(folder, 'initdb')),
    ) ?? null
  )
}

/** In CI nothing is skipped: there a missing server is a failed test. */
const skip = (name: string, isThere: boolean) =>
  isThere || process.env.CI !== undefined
    ? false
    : `${name} not found: node scripts/test-setup.mts installs it`

export const skipWithoutPostgres = skip('PostgreSQL', postgresFolder() !== null)
export const skipWithoutRedis = skip('redis-server', program('redis-server') !== null)

export interface Postgres {
  /** Of a database, as its owner, with the password. */
  url(database?: string): string
  readonly hasTimescale: boolean
}

/** A server with the role `ada` and an empty database; its disk is not waited for. */
export async function postgres(t: TestContext): Promise<Postgres> {
  const bin = postgresFolder()
  if (bin === null) throw new Error('PostgreSQL not found')
  const dir = temporaryFolder(t)
  // PostgreSQL refuses to run as root.
  const as = process.getuid?.() === 0 ? idOf('postgres') : undefined
  if (as !== undefined) chownSync(dir, as.uid, as.gid)
  const data = join(dir, 'data')
  const password = join(dir, 'password')
  writeFileSync(password, PASSWORD)
  const init = ['--auth=scram-sha-256', `--pwfile=${password}`, '--no-sync', '--encoding=UTF8']
  execFileSync(join(bin, 'initdb'), [...init, '--username=ada', '--locale=C', data], {
    ...as,
    cwd: dir,
    stdio: 'ignore',
  })
  const share = execFileSync(join(bin, 'pg_config'), ['--sharedir'], { encoding: 'utf8' }).trim()
  const hasTimescale = existsSync(join(share, 'extension/timescaledb.control'))
  const port = await freePort()
  const settings = ['fsync=off', 'shared_buffers=16MB', 'timescaledb.telemetry_level=off']
  const loaded = hasTimescale ? ['shared_preload_libraries=timescaledb'] : []
  const options = [...settings, ...loaded].flatMap(each => ['-c', each])
  const args = ['-D', data, '-k', '', '-h', '127.0.0.1', '-p', String(port), ...options]
  await started(t, join(bin, 'postgres'), args, { ...as, cwd: dir }, port, 'SIGINT')
  const ada = `ada:${encodeURIComponent(PASSWORD)}`
  const url = (database = 'postgres') => `postgres://${ada}@127.0.0.1:${port}/${database}`
  return { url, hasTimescale }
}

/** A server that asks for the password; `stop` ends it before the test does. */
export async function redis(t: TestContext): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--requirepass', PASSWORD]
  const cwd = temporaryFolder(t)
  const stop = await started(t, 'redis-server', [...args, '--save', ''], { cwd }, port, 'SIGTERM')
  return { url: `redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`, stop }
}

function idOf(user: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function started(
  t: TestContext,
  file: string,
  args: readonly string[],
  options: SpawnOptions,
  port: number,
  signal: NodeJS.Signals,
): Promise<() => Promise<void>> {
  const child = spawn(file, args, { ...options, stdio: 'ignore' })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill(signal)
    await ended
  }
  t.after(stop)
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}`)
    await wait(50)
  }
  return stop
}

const listens = (port: number) =>
  new Promise<boolean>(answer => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      answer(true)
    })
    socket.on('error', () => answer(false))
  })

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
