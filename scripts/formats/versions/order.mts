/** Which of two versions of a package is newer? Each ecosystem has its own order. */

import * as pep440 from '@renovatebot/pep440'
import semver from 'semver'
import type { PackageRow } from '../../core/evidence.mts'
import { compareMaven } from './maven.mts'

/** Negative when `a` is older, 0 when they are the same version, null when either is no version. */
export type Order = (a: string, b: string) => number | null

/** No registry serves a longer one; what is longer is made to keep a comparison busy. */
const LONGEST = 256

const ORDERS: Readonly<Record<PackageRow['ecosystem'], Order>> = {
  npm: bySemver,
  'crates.io': bySemver,
  // Go writes v1.2.3 and, in advisories, 1.2.3; pseudo-versions and +incompatible are valid semver.
  Go: bySemver,
  PyPI: (a, b) => (pep440.valid(a) && pep440.valid(b) ? pep440.compare(a, b) : null),
  Maven: compareMaven,
}

export const versionOrder =
  (ecosystem: PackageRow['ecosystem']): Order =>
  (a, b) =>
    a.length > LONGEST || b.length > LONGEST ? null : ORDERS[ecosystem](a, b)

function bySemver(a: string, b: string): number | null {
  const [left, right] = [semver.parse(withoutV(a), true), semver.parse(withoutV(b), true)]
  return left === null || right === null ? null : left.compare(right)
}

/** Advisories also write `1` and `1.2`, which semver itself does not know. */
function withoutV(version: string): string {
  const plain = version.trim().replace(/^[v=]+/, '')
  const [, core = '', rest = ''] = /^(\d+(?:\.\d+){0,2})([-+].*)?$/.exec(plain) ?? []
  if (core === '') return plain
  return [...core.split('.'), '0', '0'].slice(0, 3).join('.') + rest
}
