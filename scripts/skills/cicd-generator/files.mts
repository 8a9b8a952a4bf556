/** Which files are written for which forge, by which template? */

import type { ForgeKind } from '../../core/pipelines.mts'

interface Target {
  readonly path: string
  readonly template: string
}

const TARGETS: Readonly<Record<ForgeKind, readonly Target[]>> = {
  github: [
    { path: '.github/workflows/shipworthy.yml', template: 'ci/github/change' },
    { path: '.github/workflows/shipworthy-report.yml', template: 'ci/github/report' },
    { path: '.github/workflows/shipworthy-history.yml', template: 'ci/github/history' },
  ],
  gitlab: [
    { path: '.gitlab/shipworthy.yml', template: 'ci/gitlab/jobs' },
    { path: '.gitlab-ci.yml', template: 'ci/gitlab/include' },
  ],
}

export const targetsOf = (forge: ForgeKind): readonly Target[] => TARGETS[forge]

/** How every file of ours begins: one that begins otherwise is left alone. */
export const OURS = /^# Written by Shipworthy's cicd-generator\b/

/** A file of somebody else's that already names ours. */
export const NEXT_TO = /^(?!#).*\.gitlab\/shipworthy\.yml/ms
