/** Do our packages agree with those the manager itself lists? `node agreement-packages.mts FOLDER`, with the manager installed. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { folderArgument } from './agreement.mts'
import { readFolder } from './agreement-locks.mts'

interface Manager {
  readonly lock: string
  readonly isMeant?: (text: string) => boolean
  /** The command that lists; `{name}` words may be replaced through the environment, e.g. PNPM=/opt/pnpm. */
  readonly command: readonly [string, ...string[]]
  /** `name version` of every package in what it printed. */
  read(printed: string): Iterable<string>
}

interface Node {
  readonly name?: string
  readonly version?: string
  readonly resolved?: string
  readonly dependencies?: Readonly<Record<string, Node>>
  readonly children?: readonly Node[]
  readonly shadow?: boolean
}

/** A tarball's address names the package behind an alias. */
const addressed = (resolved = '') => /\/((?:@[^/]+\/)?[^/]+)\/-\/[^/]+\.tgz$/.exec(resolved)?.[1]

function* npmTree(node: Node): Generator<string> {
  for (const [name, child] of Object.entries(node.dependencies ?? {})) {
    const isOwn = child.resolved?.startsWith('file:') === true && !/\.tgz$/.test(child.resolved)
    if (child.version !== undefined && !isOwn)
      yield `${addressed(child.resolved)?.replace('%2f', '/') ?? name} ${child.version}`
    yield* npmTree(child)
  }
}

interface PnpmNode {
  readonly from?: string
  readonly version?: string
  readonly path?: string
  readonly [section: string]: unknown
}

function* pnpmTree(node: PnpmNode, seen: Set<string>): Generator<string> {
  for (const section of ['dependencies', 'devDependencies', 'optionalDependencies'])
    for (const [name, child] of Object.entries((node[section] ?? {}) as Record<string, PnpmNode>)) {
      const key = `${child.from ?? name} ${child.version}`
      if (!/(^|@)(link|file):/.test(child.version ?? '')) yield key
      if (seen.has(child.path ?? key) && child.dependencies === undefined) continue
      seen.add(child.path ?? key)
      yield* pnpmTree(child, seen)
    }
}

function* yarnTree(nodes: readonly Node[]): Generator<string> {
  for (const { name = '', shadow, children } of nodes) {
    const at = name.lastIndexOf('@')
    if (shadow !== true) yield `${name.slice(0, at)} ${name.slice(at + 1)}`
    yield* yarnTree(children ?? [])
  }
}

/** Lines of a requirements file; an editable folder is the project. */
const requirements = (printed: string) =>
  [...printed.matchAll(/^([\w.-]+)(?:\[[^\]]*\])?\s*(?:==\s*([^\s;\\]+)|@\s*(\S+))/gm)].map(
    ([, name = '', version, address]) =>
      // pip writes a commit after `@`, we write it after `#`.
      `${name.toLowerCase().replace(/[-_.]+/g, '-')} ${version ?? address?.replace(/@([0-9a-f]{40})$/, '#$1')}`,
  )

const lines = (printed: string) => printed.split('\n').filter(line => line.trim() !== '')

const managers: readonly Manager[] = [
  {
    lock: 'package-lock.json',
    command: ['npm', 'ls', '--all', '--json', '--package-lock-only'],
    read: printed => npmTree(JSON.parse(printed)),
  },
  {
    lock: 'pnpm-lock.yaml',
    command: ['pnpm', 'ls', '-r', '--depth', 'Infinity', '--json', '--lockfile-only'],
    *read(printed) {
      for (const importer of JSON.parse(printed)) yield* pnpmTree(importer, new Set())
    },
  },
  {
    lock: 'yarn.lock',
    isMeant: text => !text.includes('__metadata:'),
    command: ['yarn', 'list', '--json', '--no-progress'],
    read: printed => {
      const tree = lines(printed).find(line => line.includes('"type":"tree"')) ?? '{}'
      return yarnTree(JSON.parse(tree).data.trees)
    },
  },
  {
    lock: 'yarn.lock',
    isMeant: text => text.includes('__metadata:'),
    command: ['yarn', 'info', '-A', '-R', '--json'],
    read: printed =>
      lines(printed).flatMap(line => {
        const { value, children } = JSON.parse(line)
        const at = value.indexOf('@', 1)
        return /^(npm|patch):/.test(value.slice(at + 1))
          ? [`${value.slice(0, at)} ${children.Version}`]
          : []
      }),
  },
  {
    lock: 'uv.lock',
    command: [
      ...(['uv', 'export', '--frozen', '--all-packages', '--all-groups'] as const),
      ...['--all-extras', '--no-hashes'],
    ],
    read: requirements,
  },
  {
    lock: 'poetry.lock',
    command: ['poetry', 'export', '--all-groups', '--all-extras', '--without-hashes'],
    read: requirements,
  },
  {
    lock: 'pdm.lock',
    command: ['pdm', 'export', '-f', 'requirements', '--without-hashes', '-G:all'],
    read: requirements,
  },
  { lock: 'Pipfile.lock', command: ['pipenv', 'requirements', '--dev'], read: requirements },
  {
    lock: 'Cargo.lock',
    command: ['cargo', 'metadata', '--format-version', '1', '--locked'],
    read: printed =>
      JSON.parse(printed).packages.flatMap(
        ({ name, version, source }: { name: string; version: string; source: string | null }) =>
          source?.startsWith('registry+') ? [`${name} ${version}`] : [],
      ),
  },
  {
    lock: 'go.mod',
    command: [
      'go',
      'list',
      '-mod=mod',
      '-m',
      '-f',
      '{{if not .Main}}{{.Path}} {{.Version}}{{end}}',
      'all',
    ],
    read: lines,
  },
  {
    lock: 'pom.xml',
    command: [
      'mvn',
      '--batch-mode',
      '--fail-at-end',
      'dependency:list',
      '-DexcludeTransitive=true',
    ],
    read: printed =>
      [
        ...printed.matchAll(
          /^\[INFO\]\s+([\w.-]+):([\w.-]+):[\w-]+(?::[\w.-]+)?:([\w.-]+):(?:compile|test|provided|runtime)\b/gm,
        ),
      ].map(([, group, artifact, version]) => `${group}:${artifact} ${version}`),
  },
]

const folder = folderArgument()
const own = await readFolder(folder)
for (const { lock, isMeant, command, read } of managers) {
  const file = join(folder, lock)
  if (!existsSync(file) || isMeant?.(readFileSync(file, 'utf8')) === false) continue
  const [name, ...args] = command
  const program = process.env[name.toUpperCase()] ?? name
  const [runner = name, ...before] = program.split(' ')
  const { stdout } = await execa(runner, [...before, ...args], {
    cwd: folder,
    reject: false,
    maxBuffer: 1e9,
    env: { npm_config_manage_package_manager_versions: 'false', YARN_IGNORE_PATH: '1' },
  })
  const theirs = new Set(read(stdout))
  const ours = own(lock)
  const both = [...theirs].filter(key => ours.has(key))
  console.log(
    `${lock}: ${both.length} packages in both, ${theirs.size - both.length} only ${name} lists, ${ours.size - both.length} only we list`,
  )
  for (const key of [...theirs].filter(key => !ours.has(key)).slice(0, 25))
    console.log(`  only ${name}: ${key}`)
  for (const key of [...ours].filter(key => !theirs.has(key)).slice(0, 25))
    console.log(`  only we: ${key}`)
}
