/** How is an export removed that nobody uses, the file itself neither? With all that served it alone. */

import type { Proposal } from '../../../core/model.mts'
import { removed } from './removal.mts'
import type { Script } from './syntax.mts'

export function withoutExport(script: Script, name: string): Proposal | null {
  if (name === 'default') return null
  const splices = removed(script, name, 'unused')
  if (splices === null || splices.length === 0) return null
  const { path, oid } = script
  return { why: `Remove ${name} of ${path}: nothing uses it`, edits: [{ path, oid, splices }] }
}
