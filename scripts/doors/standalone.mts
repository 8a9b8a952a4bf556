/** How does a skill door run alone? Look, judge, print: the outcome, or with --evidence what was seen. */

import type { Skill } from '../core/skill.mts'

/**
 * Does nothing unless this module is the program that was started. The run begins after the door's module is
 * complete: the registry it needs imports this very door.
 */
export async function standalone(meta: ImportMeta, skill: Skill): Promise<void> {
  if (!meta.main) return
  setImmediate(async () => {
    const { runDoor } = await import('./skill-door.mts')
    await runDoor(skill)
  })
}
