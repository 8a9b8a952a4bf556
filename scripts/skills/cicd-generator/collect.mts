/** What CI does the project have, what would its jobs need, and what lies where they would be written? */

import type { Lens } from '../../core/lens.mts'
import type { CiFile, CiPart, ForgeKind, PipelineEvidence } from '../../core/pipelines.mts'
import { NEXT_TO, OURS, targetsOf } from './files.mts'
import type { Folder } from './folder.mts'
import { isPipeline } from './pipelines.mts'
import { servicesOf } from './services.mts'
import { MANIFESTS, toolchainsOf } from './toolchains.mts'

const COMPOSE = /^(docker-)?compose([.-][\w.-]+)?\.ya?ml$/

/** What may stand in YAML and in a shell as it is: paths with anything else are not looked into. */
const SAFE = /^(?!.*\.\.)[\w.@+][\w./@+-]*$/

/** How deep the projects of a repository may lie below its root. */
const DEEPEST = 2

export async function collectPipelines(lens: Lens): Promise<PipelineEvidence> {
  const [files, place] = await Promise.all([lens.files(), lens.place()])
  const { prefix, defaultBranch } = place
  const paths = files.map(({ path }) => path)
  const pipelines = paths.filter(isPipeline)
  const forge = forgeOf(lens.project.forge?.kind, pipelines)
  const read = async (path: string) => {
    const text = await lens.text(path)
    return text.ok ? text.value : ''
  }
  const oids = new Map(files.map(({ path, oid }) => [path, oid]))
  const target = async (path: string): Promise<CiFile> => {
    const oid = oids.get(path) ?? null
    const text = oid === null ? '' : await read(path)
    return { path, oid, length: text.length, isOurs: OURS.test(text) || NEXT_TO.test(text) }
  }
  return {
    prefix,
    defaultBranch: defaultBranch !== null && SAFE.test(defaultBranch) ? defaultBranch : null,
    forge,
    pipelines,
    testFiles: files.filter(({ role, language }) => role === 'test' && language !== null).length,
    parts: await partsOf(
      paths.filter(path => SAFE.test(path)),
      read,
    ),
    services: await servicesOf(paths, read, {
      composes: paths.filter(path => COMPOSE.test(path)),
      pipelines,
    }),
    files: await Promise.all(targetsOf(forge).map(({ path }) => target(path))),
  }
}

function forgeOf(known: string | undefined, pipelines: readonly string[]): ForgeKind {
  if (known === 'github' || known === 'gitlab') return known
  return pipelines.some(path => path.startsWith('.gitlab')) ? 'gitlab' : 'github'
}

/** The root, where it is a project itself; else every folder near it that is one. */
async function partsOf(
  paths: readonly string[],
  read: (path: string) => Promise<string>,
): Promise<CiPart[]> {
  const partAt = async (at: string): Promise<CiPart> => {
    const inside = paths.filter(path => path.startsWith(at)).map(path => path.slice(at.length))
    const known = new Set(inside)
    const wanted = MANIFESTS.filter(name => known.has(name))
    const texts = new Map(
      await Promise.all(wanted.map(async name => [name, await read(at + name)] as const)),
    )
    const folder: Folder = {
      at,
      has: name => known.has(name),
      names: pattern => inside.filter(name => pattern.test(name)),
      text: name => texts.get(name) ?? '',
    }
    return { folder: at, toolchains: toolchainsOf(folder) }
  }
  const root = await partAt('')
  const isProject = (path: string) => MANIFESTS.some(name => path.endsWith(`/${name}`))
  if (root.toolchains.length > 0) return [root]
  const folders = paths
    .filter(isProject)
    .map(path => path.slice(0, path.lastIndexOf('/') + 1))
    .filter(folder => folder.split('/').length - 1 <= DEEPEST)
  const outermost = [...new Set(folders)]
    .sort()
    .filter((folder, _, all) => !all.some(other => other !== folder && folder.startsWith(other)))
  const parts = await Promise.all(outermost.map(partAt))
  const living = parts.filter(({ toolchains }) => toolchains.length > 0)
  return living.length === 0 ? [root] : living
}
