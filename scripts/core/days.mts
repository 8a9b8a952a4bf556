/** How many days are a number of milliseconds? Of 24 hours: no calendar, no time zone. */

export const DAY_MS = 86_400_000

/** Whole days from `from` to `to`, never below 0. */
export const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS))
