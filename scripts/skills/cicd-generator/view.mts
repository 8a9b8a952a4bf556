/** What do the templates have to know? The evidence and the settings, in words that Mustache can say. */

import type { CiPart, PipelineEvidence, Toolchain } from '../../core/pipelines.mts'
import { PINS } from './pins.mts'

export interface PipelineSettings {
  /** Where jobs get Shipworthy: `npm`, `npm:VERSION`, `OWNER/NAME@REF` or a folder of the repository, `./…`. */
  readonly from: string
  /** The branch that holds the history. */
  readonly branch: string
  /** Shell commands that run before the tests, after everything is installed. */
  readonly prepare: readonly string[]
  /** Variables the tests need, each `NAME=value`. */
  readonly env: readonly string[]
  /** Whether jobs also run the benchmarks (`--bench`). */
  readonly bench: boolean
  /** Names of secrets that the job which remembers gets, for channels of alerts (docs/alerts.md). */
  readonly secrets: readonly string[]
  /** Whether that job may open and close issues, for alerts. */
  readonly issues: boolean
}

export function viewOf(evidence: PipelineEvidence, settings: PipelineSettings) {
  const { services } = evidence
  const env = settings.env.map(row => {
    const [name = '', value = ''] = row.split(/=(.*)/s, 2)
    return { name, value: quoted(value) }
  })
  const parts = evidence.parts.map(part => ({
    ...partView(part),
    prepare: settings.prepare,
    hasServices: services.length > 0,
    services: services.map(each => ({
      ...each,
      hasEnv: each.env.length > 0,
      env: each.env.map(({ name, value }) => ({ name, value: quoted(value) })),
    })),
    hasEnv: env.length > 0,
    env,
    bench: settings.bench ? ' --bench' : '',
  }))
  return {
    pins: PINS,
    branches: branchesOf(evidence.defaultBranch),
    branch: settings.branch,
    secrets: settings.secrets,
    issues: settings.issues,
    parts,
    jobs: parts.map(({ job }) => job).join(', '),
    ...sourceView(settings.from),
  }
}

/** JSON is YAML. */
const quoted = (text: string) => JSON.stringify(text)

const branchesOf = (known: string | null) => (known === null ? 'main, master' : quoted(known))

function partView({ folder, toolchains }: CiPart) {
  const name = folder.replace(/\/$/, '').replaceAll(/[^\w]+/g, '-')
  const byTool = Object.fromEntries(toolchains.map(each => [each.tool, toolView(each)]))
  const install = toolchains.flatMap(each => each.install)
  return {
    folder: folder === '' ? '.' : folder.replace(/\/$/, ''),
    below: folder.replace(/\/$/, ''),
    job: name === '' ? 'assess' : `assess-${name}`,
    suffix: name === '' ? '' : `-${name}`,
    ...byTool,
    isCorepack: toolchains.some(({ manager }) => manager === 'pnpm' || manager === 'yarn'),
    uv: toolchains.some(({ manager }) => manager === 'uv'),
    hasInstall: install.length > 0,
    install,
    image: imageOf(toolchains),
    packages: packagesOf(toolchains),
  }
}

function toolView({ versionFile, version, lock, manager }: Toolchain) {
  const isCacheable = lock !== null && manager !== 'bun' && !/^(uv|pdm)$/.test(manager)
  return { versionFile, version, lock, manager, cache: isCacheable ? { manager, lock } : null }
}

/** The image of a GitLab job: that of its first language, Debian below. */
function imageOf([first]: readonly Toolchain[]): string {
  const version = first?.version ?? ''
  const images = {
    node: 'node:24-trixie',
    python: 'python:3-trixie',
    go: 'golang:1-trixie',
    java: `maven:3-eclipse-temurin-${version}`,
  }
  return first === undefined ? 'node:24-trixie' : images[first.tool]
}

/** What Debian adds for the other languages. */
function packagesOf([, ...others]: readonly Toolchain[]): string {
  const packages = {
    node: '',
    python: 'python3-pip python3-venv python-is-python3',
    go: 'golang',
    java: 'default-jdk maven',
  }
  return others.map(({ tool }) => packages[tool]).join(' ')
}

/** One of three places; the door checks the setting before anything is shown. */
function sourceView(from: string) {
  const [, version] = /^npm(?::(.+))?$/.exec(from) ?? []
  const [, repository, ref] = /^([\w.-]+\/[\w.-]+)@(\S+)$/.exec(from) ?? []
  return {
    npm: repository === undefined && !from.startsWith('.') ? { version: version ?? null } : null,
    repository: repository === undefined ? null : { name: repository, ref },
    own: from.startsWith('.') ? { path: from.replace(/^\.\/?/, '').replace(/\/$/, '') } : null,
  }
}
