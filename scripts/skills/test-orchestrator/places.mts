/** Where do test tools leave their reports? The well-known places, and which of those files to leave alone. */

import type { FoundFile, Lens } from '../../core/lens.mts'

const WELL_KNOWN = [
  '**/lcov.info',
  '**/*.lcov',
  '**/coverage.xml',
  '**/cobertura*.xml',
  '**/*.cobertura.xml',
  '**/clover.xml',
  '**/coverage.json',
  '**/coverage-final.json',
  '**/coverage.out',
  '**/cover.out',
  '**/c.out',
  '**/*.coverprofile',
  '**/jacoco*.xml',
  '**/target/site/jacoco*/*.xml',
  '**/build/reports/jacoco/**/*.xml',
  '**/junit*.xml',
  '**/*-junit.xml',
  '**/TEST-*.xml',
  '**/test-results/**/*.xml',
  '**/reports/junit/**/*.xml',
  '**/target/surefire-reports/*.xml',
  '**/target/failsafe-reports/*.xml',
]

/** Reports that lie in tests are what tests are made of, not what they said. */
const MATERIAL =
  /(^|\/)(tests?|__tests__|specs?|fixtures?|__fixtures__|testdata|testing|examples?|docs?|vendor|third_party)\//i

export async function findReports(lens: Lens, globs: readonly string[]): Promise<FoundFile[]> {
  if (globs.length > 0) return [...(await lens.find(globs))]
  const found = await lens.find(WELL_KNOWN)
  return found.filter(({ path, isTracked }) => !(isTracked && MATERIAL.test(path)))
}

/** Those of `after` that were not there, or not in this state, before. */
export function freshOf(before: readonly FoundFile[], after: readonly FoundFile[]): Set<string> {
  const known = new Map(before.map(({ path, modifiedAt }) => [path, modifiedAt]))
  return new Set(
    after.filter(file => known.get(file.path) !== file.modifiedAt).map(({ path }) => path),
  )
}
