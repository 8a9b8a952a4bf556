/** Which skills are there? A new one is one import and one line; everything else follows from its door. */

import type { Policy } from '../core/policy.mts'
import type { Skill } from '../core/skill.mts'
import { skill as cicdGenerator } from '../skills/cicd-generator.mts'
import { skill as codeInstrumenter } from '../skills/code-instrumenter.mts'
import { skill as codeSearch } from '../skills/code-search.mts'
import { customMetrics } from '../skills/custom-metrics.mts'
import { skill as dependencyGuardian } from '../skills/dependency-guardian.mts'
import { skill as docGenerator } from '../skills/doc-generator.mts'
import { skill as environmentProfiler } from '../skills/environment-profiler.mts'
import { skill as gitWorkflowAssistant } from '../skills/git-workflow-assistant.mts'
import { skill as performanceProfiler } from '../skills/performance-profiler.mts'
import { skill as prReviewAssistant } from '../skills/pr-review-assistant.mts'
import { skill as refactorAssistant } from '../skills/refactor-assistant.mts'
import { skill as releaseOrchestrator } from '../skills/release-orchestrator.mts'
import { skill as specToImplementation } from '../skills/spec-to-implementation.mts'
import { skill as testOrchestrator } from '../skills/test-orchestrator.mts'

export const skills: readonly Skill[] = [
  cicdGenerator,
  codeInstrumenter,
  codeSearch,
  dependencyGuardian,
  docGenerator,
  environmentProfiler,
  gitWorkflowAssistant,
  performanceProfiler,
  prReviewAssistant,
  refactorAssistant,
  releaseOrchestrator,
  specToImplementation,
  testOrchestrator,
]

/** What runs under this policy: a project that defines numbers of its own has one skill more. */
export const skillsUnder = ({ metrics }: Policy): readonly Skill[] =>
  metrics === undefined ? skills : [...skills, customMetrics(metrics)]
