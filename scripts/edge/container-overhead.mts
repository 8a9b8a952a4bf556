/** How much slower is the same work in a container of this machine? Measured once, in turns with the machine itself, and kept outside every project. */

import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import {
  type ContainerOverhead,
  type FixedWork,
  isSure,
  type Overhead,
  overheadOf,
  WIDEST,
} from '../core/container-overhead.mts'
import { UserFault } from '../core/fault.mts'
import type { Answer } from '../core/lens.mts'
import { isFields } from '../core/untyped.mts'
import { type Engine, findEngine, hasImage, pullImage } from './containers.mts'
import { machine } from './fixed-work.mts'
import { cacheFolder, isCheckout, moduleExtension, sourceFolder } from './places.mts'

type Machine = ReturnType<typeof machine>

interface Round extends FixedWork, Machine {
  readonly node: string
}

const ROUND_MS = 1000
/** Starting included, on a slow machine. */
const LONGEST_MS = 120_000
/** Our own file is far smaller. */
const LARGEST = 64 * 1024

/** The same Node on both sides: another version is another speed. */
export const imageOfThisNode = `docker.io/library/node:${process.versions.node}-slim`

export interface OverheadRequest {
  readonly image: string
  readonly pairs: number
  readonly isOffline: boolean
  /** What one round lasts, and the Node outside: a second, and this one. */
  readonly roundMs?: number
  readonly node?: string
  readonly told: (sentence: string) => void
}

/** Measures and keeps it. A fault of the user's where no engine answers, or the image is not there or not like this Node. */
export async function measureOverhead(request: OverheadRequest): Promise<ContainerOverhead> {
  const { image, pairs } = request
  const engine = await findEngine()
  if (engine === null)
    throw new UserFault(
      'No container engine answers on this machine (docker and podman were asked): start one, then measure again.',
    )
  if (!(await hasImage(engine, image))) await fetched(engine, request)
  const { host, container } = await inTurns(engine, request)
  const { cpu, memory, disk } = overheadOf(host, container)
  if (cpu === null || memory === null) throw new Error('the fixed work took no time')
  const unsure = Object.entries({ processor: cpu, memory }).filter(([, part]) => !isSure(part))
  if (unsure.length > 0)
    throw new UserFault(
      `Something else ran meanwhile: ${unsure.map(rangeOf).join(' and ')}, which is wider than ${WIDEST} percent points. Nothing was kept; measure again on a quiet machine.`,
    )
  const overhead = {
    ...{ measuredAt: new Date().toISOString(), engine: `${engine.name} ${engine.version}` },
    ...{ image, pairs, cpu, memory },
    disk: disk !== null && isSure(disk) && isCost(disk) ? disk : null,
  }
  await keep(fileOf(container[0] as Round), overhead)
  return overhead
}

/** Each side first in every other pair: what changes meanwhile meets both alike. */
async function inTurns(engine: Engine, request: OverheadRequest) {
  const { image, pairs, told } = request
  const { roundMs = ROUND_MS, node = process.execPath } = request
  const input = await program(roundMs)
  const inside = () => round(engine.name, [...RUN, image, 'node', ...NODE], input)
  const outside = () => round(node, NODE, input)
  const host: Round[] = []
  const container: Round[] = []
  for (let pair = 0; pair < pairs; pair += 1) {
    told(`pair ${pair + 1} of ${pairs}`)
    if (pair % 2 === 0) host.push(await outside())
    container.push(await inside())
    if (pair % 2 === 1) host.push(await outside())
    if (container[0]?.node !== process.version)
      throw new UserFault(
        `${image} has Node ${container[0]?.node}, this is ${process.version}: give an --image with the same one.`,
      )
    if (process.platform === 'linux' && container[0]?.kernel !== host[0]?.kernel)
      throw new UserFault(
        `${engine.name} runs its containers on another machine (kernel ${container[0]?.kernel}, here ${host[0]?.kernel}): measure there.`,
      )
  }
  return { host, container }
}

/** No container makes a disk faster: one that seems to does not bring files to it, as Podman's do that are removed at their end. */
const isCost = ({ high }: Overhead) => high >= 0

const rangeOf = ([name, { low, high }]: [string, Overhead]) =>
  `${name} between ${low.toFixed(0)} and ${high.toFixed(0)} %`

/** What is kept of the machine this process runs on, in a container or not. */
export async function knownOverhead(): Promise<Answer<ContainerOverhead>> {
  try {
    const text = await readFile(fileOf(machine()), 'utf8')
    const kept: unknown = text.length > LARGEST ? null : JSON.parse(text)
    if (isOverhead(kept)) return { ok: true, value: kept }
  } catch {}
  return {
    ok: false,
    why: 'what a container costs on this machine was never measured: run the command container-overhead outside of it, and give the container the cache folder',
  }
}

/** Nothing of the machine but a processor and temporary files: no network, no folder of it. */
const RUN = ['run', '--rm', '--interactive', '--network', 'none']
const NODE = [`--input-type=${isCheckout ? 'module-typescript' : 'module'}`, '-']

async function fetched(engine: Engine, { image, isOffline, told }: OverheadRequest) {
  if (isOffline)
    throw new UserFault(
      `The image ${image} is not on this machine: fetch it, or leave --offline out.`,
    )
  told(`fetching ${image}`)
  const why = await pullImage(engine, image)
  if (why !== null) throw new UserFault(`${engine.name} could not fetch ${image}: ${why}`)
}

async function round(file: string, args: readonly string[], input: string): Promise<Round> {
  const { exitCode, stdout, stderr } = await execa(file, args, {
    input,
    // What is set for our own process is not set in a container either.
    env: { NODE_OPTIONS: undefined, NODE_COMPILE_CACHE: undefined },
    timeout: LONGEST_MS,
    maxBuffer: LARGEST,
    reject: false,
  })
  const said = exitCode === 0 ? lastLine(stdout) : null
  if (said !== null) return said
  const words = stderr.trim().split('\n').at(-1)?.slice(0, 200) || 'it said nothing'
  throw new UserFault(`The fixed work did not run to its end with ${file}: ${words}`)
}

async function program(roundMs: number): Promise<string> {
  const work = await readFile(join(sourceFolder('edge'), `fixed-work${moduleExtension}`), 'utf8')
  return `${work}
console.log(JSON.stringify({ node: process.version, ...machine(), ...fixedWork(${roundMs}) }))
`
}

function lastLine(stdout: string): Round | null {
  try {
    const said: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
    const isRound =
      isFields(said) &&
      ['node', 'model', 'kernel', 'arch'].every(name => typeof said[name] === 'string') &&
      ['cpu', 'memory'].every(name => Number(said[name]) > 0)
    return isRound ? (said as unknown as Round) : null
  } catch {
    return null
  }
}

function fileOf({ model, kernel, arch }: Machine): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([model, kernel, arch]))
    .digest('hex')
  return join(cacheFolder(), 'container-overhead', `${digest.slice(0, 16)}.json`)
}

async function keep(file: string, overhead: ContainerOverhead): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(overhead, null, 2)}\n`)
  await rename(`${file}.${process.pid}`, file)
}

function isOverhead(value: unknown): value is ContainerOverhead {
  if (!isFields(value)) return false
  const isPart = (part: unknown) =>
    isFields(part) && ['estimate', 'low', 'high'].every(name => Number(part[name]) > -100)
  return (
    ['measuredAt', 'engine', 'image'].every(name => typeof value[name] === 'string') &&
    typeof value.pairs === 'number' &&
    isPart(value.cpu) &&
    isPart(value.memory) &&
    (value.disk === null || isPart(value.disk))
  )
}
