/** How are many blobs read from the object database with one process? */

import { spawn } from 'node:child_process'
import { gitArguments, gitEnvironment } from './git.mts'

export interface ObjectReader {
  /** The object's bytes, or null when the database does not have it. Calls are answered in order. */
  read(id: string): Promise<Buffer | null>
  close(): void
}

export async function objectReader(repo: string): Promise<ObjectReader> {
  const child = spawn('git', [...(await gitArguments(repo)), 'cat-file', '--batch'], {
    env: gitEnvironment() as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const waiting: ((object: Buffer | null) => void)[] = []
  let pending: Buffer[] = []
  let size = 0
  let need = 1

  const endAll = () => {
    for (const answer of waiting.splice(0)) answer(null)
  }
  const drain = () => {
    let buffer = Buffer.concat(pending)
    for (;;) {
      const end = buffer.indexOf(10)
      if (end < 0) break
      const [, kind, length] = buffer.toString('utf8', 0, end).split(' ')
      if (length === undefined || kind === undefined) {
        buffer = buffer.subarray(end + 1)
        waiting.shift()?.(null)
        continue
      }
      const total = end + 1 + Number(length) + 1
      if (buffer.length < total) {
        need = total
        break
      }
      waiting.shift()?.(Buffer.from(buffer.subarray(end + 1, total - 1)))
      buffer = buffer.subarray(total)
      need = 1
    }
    pending = [buffer]
    size = buffer.length
  }
  child.stdout.on('data', (chunk: Buffer) => {
    pending.push(chunk)
    size += chunk.length
    if (size >= need) drain()
  })
  child.on('close', endAll)
  child.on('error', endAll)
  child.stdin.on('error', endAll)

  return {
    read: id =>
      new Promise(resolve => {
        if (child.exitCode !== null || !/^[0-9a-f]{40,64}$/.test(id)) return resolve(null)
        waiting.push(resolve)
        child.stdin.write(`${id}\n`)
      }),
    close: () => child.stdin.end(),
  }
}
