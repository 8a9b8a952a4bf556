/** Which methods find changes of level? OPx, unless somebody wants the numbers of the tool they know. */

import { asvSteps } from './change-points/asv.mts'
import { eDivisive } from './change-points/e-divisive.mts'
import { mozillaChanges } from './change-points/mozilla.mts'
import { opx } from './change-points/opx.mts'
import { otava } from './change-points/otava.mts'
import type { Detect } from './change-points.mts'

export type Detector = 'opx' | 'otava' | 'e-divisive' | 'asv' | 'mozilla'

export const DETECTORS: Readonly<Record<Detector, Detect>> = {
  opx,
  otava,
  'e-divisive': eDivisive,
  asv: asvSteps,
  mozilla: mozillaChanges,
}
