/** In which order do skills run? Each after the ones it needs; what does not need each other runs side by side. */

import type { Skill } from './skill.mts'

/** The chosen skills and, transitively, the ones they need. */
export function withNeeds(chosen: readonly Skill[], all: readonly Skill[]): readonly Skill[] {
  const wanted = new Set(chosen.map(({ id }) => id))
  let size = 0
  while (size !== wanted.size) {
    size = wanted.size
    for (const skill of all)
      if (wanted.has(skill.id)) for (const need of skill.needs) wanted.add(need)
  }
  return all.filter(({ id }) => wanted.has(id))
}
