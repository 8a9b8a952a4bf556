/** How are scales written shortly? `count.fewer('…')` reads as what it means. */

import type { Scale, Unit } from './model.mts'

const family = (unit: Unit, noise: Scale['noise'] = 'exact') => ({
  fewer: (meaning: string): Scale => ({ unit, better: 'lower', noise, meaning }),
  more: (meaning: string): Scale => ({ unit, better: 'higher', noise, meaning }),
  neither: (meaning: string): Scale => ({ unit, better: 'neither', noise, meaning }),
})

export const count = family('count')
export const percent = family('percent')
export const lines = family('lines')
export const density = family('per 1,000 lines')
export const days = family('days')
export const seconds = family('seconds', 'noisy')
export const bytes = family('bytes')
export const ratio = family('ratio')
