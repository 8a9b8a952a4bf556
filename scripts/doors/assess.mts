/** How does an opened project become an assessment? Measure head and baseline, score, compare, gate: effects end here. */

import { randomBytes } from 'node:crypto'
import { compareSides, filledFrom } from '../core/compare.mts'
import { timedPlace } from '../core/container-overhead.mts'
import type { SkillId } from '../core/evidence.mts'
import { gate } from '../core/gate.mts'
import { withNeeds } from '../core/graph.mts'
import type { Outcome } from '../core/model.mts'
import { packageRows } from '../core/packages.mts'
import { patchCoverage } from '../core/patch-coverage.mts'
import type { Policy } from '../core/policy.mts'
import { policyHash } from '../core/policy-text.mts'
import { score } from '../core/score.mts'
import { type Needed, type Skill, silent } from '../core/skill.mts'
import type { Assessment, Comparison, Gate, Score } from '../core/verdict.mts'
import { auditWaivers } from '../core/waiver-audit.mts'
import { living } from '../core/waivers.mts'
import { mergedInto } from '../edge/baseline.mts'
import { toolVersion } from '../edge/places.mts'
import { inSpan } from '../edge/telemetry.mts'
import { type Catalogue, catalogueOf, measureIndex, ruleCosts } from './catalogue.mts'
import type { OpenProject } from './open-project.mts'
import { type RunOptions, runSkills, type SkillRun } from './run-skills.mts'

export interface AssessOptions {
  readonly skills: readonly Skill[]
  readonly timeoutSeconds: number
  readonly isEnforced: boolean
  /** The policy that is written once the score is known, where the project has none; only its gate differs. */
  readonly settled?: (score: Score) => Promise<Policy>
  /** A floor the user named: it holds on a change too, whatever the baseline scored. */
  readonly failUnder?: number
  /** Outcomes that only a stored run of exactly the baseline's commit can give (coverage, timings). */
  readonly storedOutcomes: (commit: string) => Promise<readonly Outcome[]>
  /** Coverage of the change, where the head is not checked out and its own job tells it. */
  readonly patchCoverage?: Comparison['patchCoverage']
  readonly onDone?: (outcome: Outcome) => void
}

export interface Assessed {
  readonly assessment: Assessment
  readonly evidence: Needed<SkillId>
  /** What its measures and rules mean. */
  readonly catalogue: Catalogue
}

export async function assess(open: OpenProject, options: AssessOptions): Promise<Assessed> {
  const startedAt = new Date()
  return inSpan('assess', async span => {
    const run = {
      policy: open.policy,
      startedAt: startedAt.toISOString(),
      timeoutSeconds: options.timeoutSeconds,
    }
    const chosen = withNeeds(options.skills, open.skills)
    // It waits for other programs: they answer while the skills look.
    const machineRead = open.lens.machine()
    machineRead.catch(() => {})
    const head = await runSkills(chosen, open.lens, {
      ...run,
      ...(options.onDone ? { onDone: options.onDone } : {}),
    })
    const outcomes = await withStored(open, head.outcomes, options)
    const after = scoreOf(open, outcomes, head)
    const comparison = await compareWithBaseline(open, chosen, outcomes, after, head, run, options)
    const unwaived =
      open.policy.waivers.length === 0 ? after.value : scoreOf(open, head.unwaived(), head).value
    const policy = (await options.settled?.({ ...after, unwaived })) ?? open.policy
    const machine = head.evidence['environment-profiler'] ?? (await machineRead)
    const { isChange, why, isShallow } = {
      isChange: mergedInto(open.baseline) !== null,
      why: open.baseline.commit === null ? open.baseline.why : null,
      isShallow: open.baseline.commit === null && open.baseline.isShallow,
    }
    const rules =
      options.failUnder === undefined ? policy.gate : { ...policy.gate, score: options.failUnder }
    const judged = gate(
      {
        score: after,
        outcomes,
        comparison,
        baseline: { why, isShallow },
        isChange: isChange && options.failUnder === undefined,
      },
      rules,
      options.isEnforced,
      living(open.policy.waivers, run.startedAt),
    )
    const packages = packageRows(outcomes)
    const place = timedPlace(machine, head.evidence['performance-profiler'])
    const assessment: Assessment = {
      schema: '1.0',
      run: {
        ...open.lens.project,
        id: runId(startedAt),
        startedAt: startedAt.toISOString(),
        durationMs: Date.now() - startedAt.getTime(),
        machine: machine.fingerprint,
        traceId: span?.spanContext().traceId ?? null,
        toolVersion,
        policyHash: policyHash(policy),
      },
      score: { ...after, unwaived },
      gate: judged,
      comparison,
      comparisonWhy: why,
      outcomes: [...outcomes, ...audited(open, outcomes, judged, run)],
      ...(packages.length === 0 ? {} : { packages }),
      ...(place === null ? {} : { timedPlace: place }),
      notes: open.notes,
    }
    return { assessment, evidence: head.evidence, catalogue: catalogueOf(open.skills) }
  })
}

/** Sortable by time, unique without asking anybody. */
const runId = (at: Date) =>
  `${at.toISOString().replace(/[-:]/g, '').replace(/\..*/, 'z').toLowerCase()}-${randomBytes(4).toString('hex')}`

/** A commit that is not checked out has no reports of its own: what a run of exactly it knew stands in. */
async function withStored(
  { lens }: OpenProject,
  outcomes: readonly Outcome[],
  { storedOutcomes }: AssessOptions,
): Promise<readonly Outcome[]> {
  const { commit } = lens.project
  if (lens.isWorkTree || commit === null) return outcomes
  const stored = await storedOutcomes(commit)
  return outcomes.map(outcome => {
    const isSilent =
      outcome.status !== 'judged' || outcome.missing.some(each => each.status === undefined)
    return (isSilent ? stored.find(({ skill }) => skill === outcome.skill) : undefined) ?? outcome
  })
}

/** The outcome of the policy itself, where it has waivers. */
function audited(
  { policy, skills }: OpenProject,
  outcomes: readonly Outcome[],
  { conditions }: Gate,
  { startedAt }: RunOptions,
): readonly Outcome[] {
  const audit = auditWaivers(
    policy,
    { outcomes, conditions, catalogue: catalogueOf(skills) },
    startedAt,
  )
  return audit === null ? [] : [audit]
}

/** Without one parsed source file there is no code to have an opinion about. */
function scoreOf(
  open: OpenProject,
  outcomes: readonly Outcome[],
  { evidence }: SkillRun,
): Omit<Score, 'unwaived'> {
  const files = evidence['refactor-assistant']?.files ?? []
  return score(
    outcomes,
    open.policy,
    measureIndex(catalogueOf(open.skills)),
    files.some(({ parsed }) => parsed),
  )
}

async function compareWithBaseline(
  open: OpenProject,
  chosen: readonly Skill[],
  outcomes: readonly Outcome[],
  after: Omit<Score, 'unwaived'>,
  head: SkillRun,
  run: RunOptions,
  options: AssessOptions,
): Promise<Comparison | null> {
  const { baseline, lens } = open
  if (baseline.commit === null || lens.change === null) return null
  const before = lens.change.baseline
  const fixed = chosen.filter(({ isStatic }) => isStatic)
  const [base, stored] = await Promise.all([
    inSpan('baseline', () => runSkills(fixed, before, run)),
    options.storedOutcomes(baseline.commit),
  ])
  const costs = ruleCosts(catalogueOf(open.skills))
  const unchanged = chosen
    .filter(({ isAboutChange }) => isAboutChange)
    .map(({ id }) => silent(id, 'not-applicable', 'the baseline is where the change starts', 0))
  const known = [...filledFrom(base.outcomes, stored, costs), ...unchanged]
  const sides = [
    { outcomes: known, score: scoreOf(open, known, base) },
    { outcomes, score: after },
  ] as const
  const coverage = head.evidence['test-orchestrator']?.coverage ?? null
  return {
    baseline: {
      commit: baseline.commit,
      release: baseline.release,
      committedAt: before.project.committedAt,
      chosen: baseline.chosen,
    },
    ...compareSides(
      ...sides,
      open.policy,
      measureIndex(catalogueOf(open.skills)),
      lens.change.renames,
      costs,
    ),
    patchCoverage: options.patchCoverage ?? patchCoverage(coverage, lens.change.hunks),
  }
}
