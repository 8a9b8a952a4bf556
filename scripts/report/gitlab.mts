/** What does a GitLab merge request show beside the changed lines? A Code Quality report. */

import type { CatalogueEntry } from '../core/history.mts'
import type { Level } from '../core/model.mts'
import type { Assessment } from '../core/verdict.mts'
import { byLevel, placed, ruleOf } from './behind.mts'
import { sentence } from './escape.mts'
import { inRepository } from './forge.mts'
import { fingerprint, ordinals } from './hash.mts'

const SEVERITY = { error: 'critical', warn: 'major', note: 'info' } as const satisfies Record<
  Level,
  string
>

/** A JSON array, worst level first. Waived findings do not count and are not in it, nor are those of no file. */
export function gitlab(assessment: Assessment, catalogue: readonly CatalogueEntry[]): string {
  const next = ordinals()
  const issues = [...placed(assessment)].sort(byLevel).flatMap(finding => {
    const { rule, level, key, path, line, message, waived } = finding
    if (path === null || waived !== undefined) return []
    const ordinal = next(key)
    // Reports of several projects are shown as one.
    const known = `${assessment.run.folder ?? ''}${key}${ordinal === 1 ? '' : `\0${ordinal}`}`
    const advice = ruleOf(catalogue, rule)?.advice
    return [
      {
        description: sentence(message),
        check_name: rule,
        fingerprint: fingerprint(known),
        severity: SEVERITY[level],
        location: {
          path: inRepository(assessment.run, path).toWellFormed(),
          lines: { begin: Math.max(1, line ?? 1) },
        },
        ...(advice === undefined ? {} : { content: { body: advice } }),
      },
    ]
  })
  return `${JSON.stringify(issues)}\n`
}
