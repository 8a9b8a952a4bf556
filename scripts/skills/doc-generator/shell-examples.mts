/** Does a shell example marked `runnable` end well? Nothing else of a shell is run, and none with a network: it may do anything. */

import type { Workspace } from '../../core/lens.mts'
import { type Example, unsure, type Verdict } from './example.mts'

const SECONDS = 30

/** Other languages refuse the network themselves; a shell starts programs that do not ask. */
export const KEEPS_NETWORK = 'this system cannot take the network away from it, so it was not run'

export async function runShell(workspace: Workspace, { text }: Example): Promise<Verdict> {
  if (!(await workspace.canGoOffline())) return unsure(KEEPS_NETWORK)
  const args = ['-euc', text.replace(/^\$ /gm, '')]
  const env = { HOME: workspace.folder }
  const ended = await workspace.execute({
    file: 'sh',
    args,
    env,
    seconds: SECONDS,
    isOffline: true,
  })
  if (ended.isTimedOut) return unsure(`it did not end within ${SECONDS} s`)
  if (ended.exitCode === 0) return { verdict: 'works', why: '' }
  const said = ended.stderr.trim().split('\n').at(-1) ?? ''
  return {
    verdict: 'broken',
    why: `it ends with ${ended.exitCode}${said === '' ? '' : `: ${said}`}`,
  }
}
