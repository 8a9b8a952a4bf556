/** Do the project's own tests say the same before and after? Anything that passed and no longer does is a loss. */

import type { SkillId, TestsEvidence } from '../core/evidence.mts'
import type { Needed } from '../core/skill.mts'
import { skill as testOrchestrator } from '../skills/test-orchestrator.mts'
import { openProject } from './open-project.mts'
import { runSkills } from './run-skills.mts'

export interface TestResult {
  readonly ran: TestsEvidence['ran']
  readonly tests: TestsEvidence['tests']
  readonly said: string
}

/** Results can only be compared that had the same time. */
export const TESTS_SECONDS = 1800

/** Runs them in the project's folder, as `--run-tests` does. */
export async function testsOf(root: string): Promise<TestResult> {
  const open = await openProject(root, {
    isPullRequest: false,
    mayExecute: true,
    mayBench: false,
    isOffline: true,
    timeoutSeconds: TESTS_SECONDS,
    warn: () => {},
    baseline: 'none',
  })
  try {
    const run = {
      policy: open.policy,
      startedAt: new Date().toISOString(),
      timeoutSeconds: TESTS_SECONDS,
    }
    const { evidence } = await runSkills([testOrchestrator], open.lens, run)
    return resultIn(evidence)
  } finally {
    await open.close()
  }
}

/** What a run of the skills has seen of the tests it ran. */
export function resultIn(evidence: Needed<SkillId>): TestResult {
  const seen = evidence['test-orchestrator']
  if (seen === undefined || seen.ran === null)
    return { ran: null, tests: null, said: 'no test command was recognised, so none were run' }
  const { ran, tests } = seen
  const counts =
    tests === null ? `exit code ${ran.exitCode}` : `${tests.passed} passed, ${tests.failed} failed`
  return { ran, tests, said: `${counts} (${ran.command})` }
}

/** Why the second result is worse than the first; null when it is not. */
export function lossBetween(before: TestResult, after: TestResult): string | null {
  const isSame =
    before.tests !== null && after.tests !== null
      ? after.tests.passed >= before.tests.passed && after.tests.failed <= before.tests.failed
      : (before.ran?.exitCode ?? 0) === (after.ran?.exitCode ?? 0)
  if (isSame) return null
  const [failure] = after.tests?.failures ?? []
  const example = failure === undefined ? '' : `, ${failure.name} for one`
  return `the tests gave ${before.said} before and ${after.said} after${example}`
}
