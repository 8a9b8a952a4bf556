/** When does a project name no package, and how is that said? */

import type { DependenciesEvidence } from '../../core/evidence.mts'

export const NOTHING =
  'No lock or manifest file that is read here names a package; setup.py and setup.cfg are not.'

/** A file that could not be read may name packages; a note on what was left out names none. */
export const namesPackages = ({
  packages,
  unlocked,
  faults,
}: Pick<DependenciesEvidence, 'packages' | 'unlocked' | 'faults'>): boolean =>
  packages.length + unlocked.length > 0 || faults.some(({ path }) => path !== '')
