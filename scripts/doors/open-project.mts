/** What is assessed, by which policy, against what? Opens the project, its baseline and the cache; closes them all. */

import { UserFault } from '../core/fault.mts'
import type { Project } from '../core/model.mts'
import type { Policy } from '../core/policy.mts'
import { policyHash } from '../core/policy-text.mts'
import type { Skill } from '../core/skill.mts'
import { nothingTold } from '../edge/advisories/source.mts'
import { type Baseline, chooseBaseline, mergedInto } from '../edge/baseline.mts'
import type { Cache } from '../edge/cache.mts'
import { readDiff } from '../edge/change.mts'
import { commitTree, treeId } from '../edge/commit-tree.mts'
import { commitDate } from '../edge/commits.mts'
import { openContents } from '../edge/contents.mts'
import { endIdle, getReady } from '../edge/facts-pool.mts'
import { folderTree } from '../edge/folder-tree.mts'
import type { LensOptions } from '../edge/lens/parts.mts'
import { type OpenLens, openLens } from '../edge/lens.mts'
import { readReleases } from '../edge/releases.mts'
import { forgeOf, openRepository, type Repository, slugOf } from '../edge/repository.mts'
import { openCaches } from '../edge/shared-cache.mts'
import { decode } from '../edge/text.mts'
import type { Tree } from '../edge/tree.mts'
import { workTree } from '../edge/work-tree.mts'
import { languageOf, roleOf } from '../languages/classify.mts'
import { defaultPolicy } from '../policy.mts'
import { changeSince } from './change-since.mts'

export interface OpenOptions extends Omit<LensOptions, 'told' | 'asOf'> {
  /** Parser threads; default: one a core. */
  readonly jobs?: number
  readonly baseline?: string
  /** How a person called the baseline, where it is given as a commit. */
  readonly baselineName?: string
  readonly release?: string
  /** A commit to assess instead of what is on disk. */
  readonly at?: string
  /** Where `at` is given: text of the policy file that judges it, in place of the one it holds; null for none. */
  readonly judgedBy?: string | null
  /** The branch the change is for; default: the default branch. */
  readonly target?: string
  /** The only skill that is asked, where it needs no other: the rest are loaded only to understand a policy file. */
  readonly only?: Skill
  /** On a pull request the baseline's policy judges; the change's own edits to it are only shown. */
  readonly isPullRequest: boolean
}

export interface OpenProject {
  readonly repository: Repository
  readonly lens: OpenLens
  readonly baseline: Baseline
  readonly policy: Policy
  readonly hasPolicy: boolean
  /** What there is to run. */
  readonly skills: readonly Skill[]
  readonly notes: readonly string[]
  readonly cache: Cache
  close(): Promise<void>
}

const POLICY_FILE = 'shipworthy.yml'

export async function openProject(path: string, options: OpenOptions): Promise<OpenProject> {
  const repository = await openRepository(path)
  // Side by side, because git is what the start waits for.
  const cache = await openCaches(sentence => void process.stderr.write(`${sentence}\n`))
  if (cache.isNew) getReady()
  const base = baselineOf(repository, options, cache)
  // It is waited for below, unless the head has a fault of its own.
  base.catch(() => {})
  const tree = await headTree(repository, options.at)
  const own = options.judgedBy === undefined ? await policyIn(tree) : options.judgedBy
  const { policy, hasPolicy, notes } = await choosePolicy(own, options.isPullRequest ? base : null)
  const contents = await openContents(tree, policy.files, cache, options.jobs)
  // Parsing takes longer than all that is asked of git from here on.
  if (cache.isNew) contents.facts.read('source').catch(() => {})
  const [{ baseline, baseTree, diff }, project] = await Promise.all([
    base,
    projectOf(repository, tree, policy, options, cache),
  ])
  const lensOptions: LensOptions = { ...options, told: nothingTold(), asOf: project.committedAt }
  const before =
    baseTree === null || baseline.commit === null
      ? null
      : openLens(
          {
            repository,
            tree: baseTree,
            contents: await openContents(baseTree, policy.files, cache, options.jobs),
            project: await projectAt(
              repository,
              project,
              baseline.commit,
              baseline.release,
              baseTree.id,
            ),
            change: null,
            cache,
            isWorkTree: false,
          },
          lensOptions,
        )
  const change = before === null || diff === null ? null : await changeSince(tree, before, diff)
  const isWorkTree = options.at === undefined && repository.git?.isBare !== true
  const lens = openLens(
    { repository, tree, contents, project, change, cache, isWorkTree },
    lensOptions,
  )
  const close = async () => {
    await before?.close()
    await lens.close()
    await endIdle()
    await cache.close()
  }
  const skills =
    hasPolicy || options.only === undefined ? await skillsUnder(policy) : [options.only]
  return { repository, lens, baseline, policy, hasPolicy, skills, notes, cache, close }
}

const skillsUnder = async (policy: Policy) => (await import('./skills.mts')).skillsUnder(policy)

async function baselineOf(repository: Repository, options: OpenOptions, cache: Cache) {
  const baseline = await chooseBaseline(
    headOf(repository, options.at),
    options.baseline,
    options.releaseTags,
    options.baselineName,
    options.target,
    cache,
  )
  if (baseline.commit === null) return { baseline, baseTree: null, diff: null }
  const [baseTree, diff] = await Promise.all([
    treeAt(repository, baseline.commit),
    diffSince(repository, baseline.commit, options.at),
  ])
  return { baseline, baseTree, diff }
}

/** Text of the policy file that is checked out; null where there is none. */
export const ownPolicy = async (repository: Repository): Promise<string | null> =>
  policyIn(await headTree(repository, undefined))

/** Name and policy of a project, where nothing of it is measured. */
export async function readPolicy(path: string): Promise<{ slug: string; policy: Policy }> {
  const repository = await openRepository(path)
  const policy = await resolved(await ownPolicy(repository))
  return { slug: await slugOf(repository, policy.project), policy }
}

/** The repository as if `at` were checked out, on no branch. */
function headOf(repository: Repository, at: string | undefined): Repository {
  return at === undefined || repository.git === null
    ? repository
    : { ...repository, git: { ...repository.git, commit: at, branch: null } }
}

async function headTree(repository: Repository, at: string | undefined): Promise<Tree> {
  const { root, git } = repository
  if (git === null) return folderTree(root)
  if (at !== undefined) return treeAt(repository, at)
  if (git.isBare && git.commit !== null) return treeAt(repository, git.commit)
  return workTree(root)
}

const treeAt = ({ root, git }: Repository, commit: string) =>
  commitTree(root, commit, git?.prefix ?? '')

/** `reviewed` is the baseline of a pull request: its policy judges, where the change is to be merged into it. */
async function choosePolicy(own: string | null, reviewed: ReturnType<typeof baselineOf> | null) {
  const base = await reviewed
  const isReviewed = base?.baseTree != null && mergedInto(base.baseline) !== null
  const theirs = isReviewed ? await policyIn(base.baseTree) : own
  const policy = await resolved(theirs)
  const notes =
    theirs === own
      ? []
      : [
          `This change edits ${POLICY_FILE}: it is judged by the policy it started from (${policyHash(policy)}), and by its own only after it is merged.`,
        ]
  return { policy, hasPolicy: theirs !== null, notes }
}

/** What reads the file and what knows its words take longer to load than most projects, which have none, to open. */
export async function resolved(text: string | null): Promise<Policy> {
  if (text === null) return defaultPolicy
  const [{ resolvePolicy }, { skills }] = await Promise.all([
    import('../core/config.mts'),
    import('./skills.mts'),
  ])
  return resolvePolicy(defaultPolicy, text, skills)
}

async function policyIn(tree: Tree): Promise<string | null> {
  const entry = tree.entries.find(({ path }) => path === POLICY_FILE)
  const content = entry === undefined ? null : await tree.read(entry)
  if (content === null) return null
  if (!content.ok || content.value.length > 1_000_000)
    throw new UserFault(`${POLICY_FILE} is larger than 1 MB: no policy needs that`)
  const text = decode(content.value)
  if (!text.ok) throw new UserFault(`${POLICY_FILE} holds ${text.why}, not YAML`)
  return text.value
}

async function projectOf(
  repository: Repository,
  tree: Tree,
  policy: Policy,
  options: OpenOptions,
  cache: Cache,
): Promise<Project> {
  const { root, git } = repository
  const commit = options.at ?? git?.commit ?? null
  const isDirty = commit !== null && options.at === undefined && matters(tree)
  const [slug, committedAt, releases, id] = await Promise.all([
    slugOf(repository, policy.project),
    commit === null ? new Date().toISOString() : commitDate(root, commit),
    commit === null ? [] : readReleases(root, commit, options.releaseTags, cache),
    isDirty || commit === null ? tree.id : treeId(root, commit, git?.prefix ?? ''),
  ])
  const release =
    options.release ??
    (isDirty ? null : (releases.find(each => each.commit === commit)?.name ?? null))
  const branch = options.at === undefined ? (git?.branch ?? null) : null
  return {
    slug,
    commit,
    committedAt: iso(committedAt),
    tree: id,
    isDirty,
    branch,
    release,
    forge: forgeOf(git?.origin ?? null),
    ...(git === null || git.prefix === '' ? {} : { folder: git.prefix }),
  }
}

/** Untracked files that no measure reads (a report a test run left) do not make a tree dirty. */
const matters = ({ edited, untracked }: Tree) =>
  edited.length > 0 ||
  untracked.some(
    path => path === POLICY_FILE || languageOf(path) !== null || roleOf(path) === 'lockfile',
  )

async function projectAt(
  repository: Repository,
  project: Project,
  commit: string,
  release: string | null,
  tree: string,
): Promise<Project> {
  const committedAt = iso(await commitDate(repository.root, commit))
  return { ...project, commit, committedAt, tree, isDirty: false, branch: null, release }
}

const diffSince = ({ root, git }: Repository, commit: string, at: string | undefined) =>
  readDiff(root, commit, at ?? (git?.isBare === true ? git.commit : null))

const iso = (date: string) => new Date(date).toISOString()
