/** How much of each package's public surface is documented? */

import type { DocsEvidence } from '../../core/evidence.mts'
import { counting } from '../../core/findings.mts'
import type { Finding, Measure } from '../../core/model.mts'
import { byPackage, packageOf } from '../../core/packages.mts'

/** `faults`: one finding for each symbol without documentation, waived or not. */
export function documentedPackages(
  { packages = [] }: DocsEvidence,
  symbols: DocsEvidence['symbols'],
  faults: readonly Finding[],
): readonly (Measure & { readonly name: 'documented-surface' })[] {
  const groups = byPackage(symbols, packages)
  if (groups.length < 2) return []
  const place = packageOf(packages)
  const open = Map.groupBy(counting(faults, ['note']), ({ path }) => place(path ?? ''))
  return groups.map(([subject, own]) => {
    const documented = own.length - (open.get(subject)?.length ?? 0)
    return { name: 'documented-surface', subject, value: (100 * documented) / own.length }
  })
}
