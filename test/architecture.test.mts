/** Do the rooms keep to their doors? Each law of the house that can be executed, executed. */

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { parseSync } from 'oxc-parser'

const root = join(import.meta.dirname, '..')

const PURE_ROOMS = ['core', 'languages', 'formats', 'report']

/** Rooms each room may import from; front doors may import every room. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  languages: ['core', 'languages'],
  formats: ['core', 'formats'],
  report: ['core', 'report'],
  skills: ['core', 'languages', 'formats', 'skills'],
  edge: ['core', 'languages', 'formats', 'edge'],
}

/** Node's modules that neither read nor change the world. */
const PURE_NODE = new Set([
  'node:crypto',
  'node:path',
  'node:util',
  'node:url',
  'node:zlib',
  'node:module',
])

/** Libraries that reach disk, process or network: only edge and the front doors hold them. */
const EFFECTFUL = [
  'zx',
  'execa',
  '@duckdb/node-api',
  'systeminformation',
  '@opentelemetry/sdk-node',
  'astro',
  'env-paths',
  'commander',
]

/** What is chance, clock or process, whatever is imported. */
const EFFECTS =
  /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|process\.(?!versions)|fetch\(|randomBytes|randomUUID)/

interface Import {
  readonly file: string
  readonly room: string
  readonly source: string
  readonly targetRoom: string | null
  /** Loaded only when used: written as `import(…)`, or nothing but types. */
  readonly isLate: boolean
}

const files = globSync('scripts/**/*.mts', { cwd: root }).sort()

const roomOf = (file: string) => {
  const [, room = '', ...rest] = file.split('/')
  return rest.length === 0 ? 'doors' : room
}

function importsOf(file: string): Import[] {
  const text = scriptOf(file, readFileSync(join(root, file), 'utf8'))
  const { module } = parseSync(file.replace(/\.astro$/, '.ts'), text)
  const statics = module.staticImports.map(({ moduleRequest, entries }) => ({
    source: moduleRequest.value,
    isType: entries.length > 0 && entries.every(({ isType }) => isType),
  }))
  const reexports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  )
  const late = module.dynamicImports
    .map(({ moduleRequest: { start, end } }) => text.slice(start, end))
    .filter(written => /^['"]/.test(written))
    .map(written => written.slice(1, -1))
  const row = (source: string, isLate: boolean) => ({
    file,
    room: roomOf(file),
    source,
    isLate,
    targetRoom: source.startsWith('.')
      ? roomOf(relative(root, join(root, dirname(file), source)))
      : null,
  })
  return [
    ...statics.map(({ source, isType }) => row(source, isType)),
    ...reexports.map(source => row(source, false)),
    ...late.map(source => row(source, true)),
  ]
}

/** Of a page only what runs when it is built, between its fences. */
const scriptOf = (file: string, text: string) =>
  file.endsWith('.astro') ? (/^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '') : text

const imports = files.flatMap(importsOf)

const said = (broken: readonly Import[]) =>
  broken.map(({ file, source }) => `${file} imports ${source}`)

test('every room imports only from the rooms it may see', () => {
  const broken = imports.filter(
    ({ room, targetRoom, source }) =>
      targetRoom !== null &&
      MAY_IMPORT[room] !== undefined &&
      !MAY_IMPORT[room]?.includes(targetRoom) &&
      !(room === 'skills' && source.endsWith('/doors/standalone.mts')),
  )
  assert.deepEqual(said(broken), [])
})

test('pure rooms and skills import no library with effects', () => {
  const broken = imports.filter(
    ({ room, source }) =>
      [...PURE_ROOMS, 'skills'].includes(room) &&
      (EFFECTFUL.some(name => source === name || source.startsWith(`${name}/`)) ||
        (source.startsWith('node:') && !PURE_NODE.has(source))),
  )
  assert.deepEqual(said(broken), [])
})

test('pure rooms and skills touch neither clock nor chance nor process', () => {
  const broken = files
    .filter(file => [...PURE_ROOMS, 'skills'].includes(roomOf(file)))
    .filter(file => EFFECTS.test(withoutComments(readFileSync(join(root, file), 'utf8'))))
  assert.deepEqual(broken, [])
})

test('skills never import each other', () => {
  const skillOf = (file: string) => file.split('/')[2]?.replace('.mts', '') ?? ''
  const broken = imports.filter(
    ({ room, targetRoom, file, source }) =>
      room === 'skills' &&
      targetRoom === 'skills' &&
      skillOf(relative(root, join(root, dirname(file), source))) !== skillOf(file),
  )
  assert.deepEqual(said(broken), [])
})

test('the site sees the history through edge/store, and of the rest only the pure core and report', () => {
  const site = globSync('reports-site/src/**/*.{mts,ts,astro}', { cwd: root }).flatMap(importsOf)
  const broken = site.filter(
    ({ source }) =>
      source.includes('scripts/') &&
      !/scripts\/((core|report)\/[\w/-]+|edge\/store)\.mts$/.test(source),
  )
  assert.deepEqual(said(broken), [])
})

test('heavy libraries load only when used', () => {
  const heavy = [
    'ts-morph',
    '@opentelemetry/sdk-node',
    'astro',
    '@observablehq/plot',
    'pg',
    'ioredis',
  ]
  const broken = imports.filter(({ source, isLate }) => heavy.includes(source) && !isLate)
  assert.deepEqual(said(broken), [])
})

test('every file opens with the question it answers', () => {
  const broken = files.filter(file => {
    const text = readFileSync(join(root, file), 'utf8').replace(/^#!.*\n/, '')
    return !/^\/\*\*[\s\S]*?\?[\s\S]*?\*\//.test(text)
  })
  assert.deepEqual(broken, [])
})

test('front doors and skill doors fit on two screens', () => {
  const isDoor = (file: string) => /^scripts\/(skills\/)?[\w-]+\.mts$/.test(file)
  const long = files
    .filter(isDoor)
    .map(file => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 130)
  assert.deepEqual(long, [])
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}
