/** How is a project opened by somebody who only looks? Nothing of it runs, nobody is asked, nothing is told. */

export const LOOKING = {
  isPullRequest: false,
  mayExecute: false,
  mayBench: false,
  isOffline: true,
  timeoutSeconds: 600,
  warn: () => {},
} as const
