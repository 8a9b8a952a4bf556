/** How likely is a value under a normal distribution? */

import erfc from '@stdlib/math-base-special-erfc/dist/index.js'

/** Φ(z): the share of a standard normal distribution at or below `z`. */
export const normalCdf = (z: number): number => erfc(-z / Math.SQRT2) / 2

/** 2·(1 − Φ(|z|)). */
export const twoSided = (z: number): number => Math.min(1, erfc(Math.abs(z) / Math.SQRT2))
