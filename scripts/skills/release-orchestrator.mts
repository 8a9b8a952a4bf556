#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** What would the next release carry, and what do we not know about it? Work that waits helps nobody, and a release that breaks its users must say so in its number. */

import { isBreaking } from '../core/conventional.mts'
import { DAY_MS } from '../core/days.mts'
import type { ReleaseEvidence } from '../core/evidence.mts'
import { settle } from '../core/findings.mts'
import type { ReleaseCommit } from '../core/lens.mts'
import { count, days } from '../core/scales.mts'
import { defineSkill, whole } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { adviceFor } from './release-orchestrator/advice.mts'

const OTHERS = [
  'dependency-guardian',
  'doc-generator',
  'environment-profiler',
  'git-workflow-assistant',
  'refactor-assistant',
  'test-orchestrator',
] as const

export const skill = defineSkill({
  id: 'release-orchestrator',
  question: 'What would the next release carry, and what do we not know about it?',
  scales: {
    'unreleased-commits': count.neither('Commits that no release carries yet.'),
    'unreleased-breaking-changes': count.neither(
      'Commits among them whose message announces a breaking change.',
    ),
    'days-since-release': days.neither(
      'Days from the last release to the newest commit it does not carry.',
    ),
    'releases-per-year': count.neither('Releases in the 365 days up to the newest commit.'),
    'silent-skills': count.neither(
      'Skills without evidence for this commit: not applicable, unavailable or failed.',
    ),
  },
  rules: {
    'unreleased-breaking-change': {
      level: 'note',
      fault: 'A breaking change waits for release',
      advice: 'Raise the first number of the version, and tell users how to move.',
      costs: ['unreleased-breaking-changes'],
    },
  },
  settings: { conventionalShare: 0.5 },
  needs: [...OTHERS, 'pr-review-assistant'],
  isStatic: false,

  collect: async lens => (await import('./release-orchestrator/collect.mts')).collect(lens),

  judge(evidence, settings, needed) {
    const { latest, releases } = evidence
    const unreleased = unreleasedOf(evidence)
    const silent = whole('silent-skills', OTHERS.filter(id => needed[id] === undefined).length)
    if (latest === null)
      return {
        measures: [silent],
        findings: [],
        missing: OF_RELEASES.map(measure => ({ measure, why: NO_RELEASE })),
      }
    const breaking = unreleased.filter(isBreaking)
    const newest = newestOf([latest, ...unreleased])
    const year = releases.filter(({ at }) => Date.parse(at) > newest - 365 * DAY_MS)
    return {
      measures: [
        silent,
        whole('unreleased-commits', unreleased.length),
        whole('unreleased-breaking-changes', breaking.length),
        whole('days-since-release', Math.floor((newest - Date.parse(latest.at)) / DAY_MS)),
        whole('releases-per-year', year.length),
      ],
      findings: settle(settings, breaking.map(announced)),
      proposals: adviceFor(
        evidence,
        unreleased,
        settings.conventionalShare,
        needed['pr-review-assistant'],
      ),
    }
  },
})

const OF_RELEASES = [
  'unreleased-commits',
  'unreleased-breaking-changes',
  'days-since-release',
  'releases-per-year',
] as const

const NO_RELEASE =
  'no release tag is in this history: run git fetch --tags, or tag the first release'

const newestOf = (commits: readonly { readonly at: string }[]) =>
  commits.reduce((newest, { at }) => Math.max(newest, Date.parse(at)), 0)

/** Right at a release nothing waits: what it carries itself is since the one before. */
const unreleasedOf = ({ latest, since, commits }: ReleaseEvidence) =>
  latest?.name === since?.name ? commits : []

const announced = ({ id, subject }: ReleaseCommit) => ({
  rule: 'unreleased-breaking-change' as const,
  path: null,
  line: null,
  symbol: id,
  message: `${id.slice(0, 9)} announces a breaking change: ${[...subject].slice(0, 100).join('')}`,
})

await standalone(import.meta, skill)
