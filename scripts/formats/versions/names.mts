/** When do two spellings name the same package? Each ecosystem has its own rule. */

import type { PackageRow } from '../../core/evidence.mts'

/**
 * The one spelling under which names are compared. PyPI: PEP 503 (case and runs of `-_.` do not
 * matter). crates.io: `-` and `_` are one, as the registry reserves both. npm, Go and Maven names
 * are compared as they stand.
 */
export function comparedName(ecosystem: PackageRow['ecosystem'], name: string): string {
  if (ecosystem === 'crates.io') return name.toLowerCase().replaceAll('_', '-')
  return canonicalName(ecosystem, name)
}

/** The spelling shown and asked for: PyPI's normal form, elsewhere the name as published. */
export function canonicalName(ecosystem: PackageRow['ecosystem'], name: string): string {
  return ecosystem === 'PyPI' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name
}
