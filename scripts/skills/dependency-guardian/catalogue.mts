/** Which numbers may the guardian report, and which faults may it find? */

import type { Rule, Scale } from '../../core/model.mts'
import { count, days, percent, ratio } from '../../core/scales.mts'

export const scales = {
  packages: count.neither('Packages and versions that the lock and manifest files name.'),
  'direct-packages': count.neither('Packages that the project asks for itself.'),
  'vulnerable-packages': count.fewer('Packages with at least one published fault.'),
  'reached-vulnerable-packages': count.fewer(
    'Vulnerable packages that a source file imports, or that something it imports brings in.',
  ),
  'vulnerability-weight': ratio.fewer(
    'Vulnerable packages weighted by their worst fault (critical 10, high 7, medium 4, low 1; half where only development needs them), per 100 packages.',
  ),
  'unlocked-manifests': count.fewer('Manifests whose versions no lock file pins.'),
  'duplicate-versions': percent.fewer(
    'Packages that one npm or Cargo lock file installs in several versions.',
  ),
  'dependency-hygiene': percent.more(
    'Direct dependencies whose version a lock file pins, which are installed in one version only and whose licence the policy does not deny.',
  ),
  'denied-licences': count.fewer('Packages that ship under a licence the policy does not allow.'),
  'unknown-licences': count.neither(
    'Packages that ship and of which neither the lock nor an installed copy states an SPDX licence.',
  ),
  'age-behind': days.fewer(
    'Mean days from the publication of the version in use to that of the newest stable one, over direct dependencies.',
  ),
  libyears: ratio.fewer(
    'Years behind the newest stable versions, all direct dependencies together.',
  ),
  'pinned-references': percent.more(
    'Actions and container images that workflow, container and Compose files name by hash or digest.',
  ),
} as const satisfies Readonly<Record<string, Scale>>

export type MeasureName = keyof typeof scales

export const rules = {
  'vulnerable-package': {
    level: 'error',
    fault: 'A package that ships has a published fault of high or critical severity',
    advice:
      'Upgrade to the fixed version; without one, replace the package or waive it with a date.',
    costs: ['vulnerability-weight'],
  },
  'weakly-vulnerable-package': {
    level: 'warn',
    fault: 'A package has a published fault that is less severe, or that only development meets',
    advice: 'Upgrade to the fixed version with the next round of updates.',
    costs: ['vulnerability-weight'],
  },
  'unlocked-manifest': {
    level: 'warn',
    fault: 'A manifest whose versions nothing pins: tomorrow the same commit may install others',
    advice: 'Commit the lock file of the package manager, or pin every version with ==.',
    costs: ['dependency-hygiene'],
  },
  'unreadable-lockfile': {
    level: 'warn',
    fault: 'A lock or manifest file that could not be read, so what it carries is not known',
    advice: 'Write it anew with the package manager.',
    costs: [],
  },
  'duplicate-version': {
    level: 'note',
    fault: 'A direct dependency that is installed in several versions',
    advice: 'Bring the ranges together so that one version serves all.',
    costs: ['dependency-hygiene'],
  },
  'denied-licence': {
    level: 'error',
    fault: 'A package that ships under a licence the policy does not allow',
    advice: 'Replace the package, or allow the licence or waive it with a reason.',
    costs: ['denied-licences', 'dependency-hygiene'],
  },
  'outdated-package': {
    level: 'note',
    fault: 'A direct dependency that is far behind its newest stable version',
    advice: 'Plan the upgrade while the step is small.',
    costs: ['age-behind'],
  },
  'floating-reference': {
    level: 'warn',
    fault: 'An action or base image without a version: every run may use another one',
    advice: 'Name a version, best by its full commit hash or digest with the version in a comment.',
    costs: ['pinned-references'],
  },
  'unpinned-reference': {
    level: 'note',
    fault: 'An action or image named by a tag, which its owner may move',
    advice: 'Name it by its full commit hash or digest and let a bot raise both.',
    costs: ['pinned-references'],
  },
} as const satisfies Readonly<Record<string, Rule<MeasureName>>>

export type RuleName = keyof typeof rules
