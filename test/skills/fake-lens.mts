/** A lens of which only the named parts exist: looking anywhere else is a failed test. */

import type { Lens } from '../../scripts/core/lens.mts'
import type { Project } from '../../scripts/core/model.mts'

export const project: Project = {
  slug: 'example',
  commit: 'c0ffee',
  committedAt: '2025-06-30T12:00:00Z',
  tree: 'beef',
  isDirty: false,
  branch: 'main',
  release: null,
  forge: null,
}

/** As edge/derive.mts answers, without a cache. */
const overTexts =
  (text: Lens['text']): Lens['derive'] =>
  async (reader, files) => {
    const answers = new Map<string, unknown>()
    for (const { path } of files) {
      const content = await text(path)
      const answer = content.ok ? reader.read(content.value, path) : null
      if (answer !== null) answers.set(path, answer)
    }
    return answers as never
  }

export function fakeLens(parts: Partial<Lens>): Lens {
  const { text } = parts
  return new Proxy(
    {
      ...(text === undefined ? {} : { derive: overTexts(text) }),
      kept: async (_, make) => (await make()).answer,
      project,
      asOf: (parts.project ?? project).committedAt,
      isWorkTree: true,
      mayExecute: false,
      mayBench: false,
      mayRunExamples: false,
      load: null,
      traces: async () => null,
      change: null,
      ...parts,
    } as Lens,
    {
      get(lens, name) {
        if (name in lens) return lens[name as keyof Lens]
        throw new Error(`the skill asked the lens for ${String(name)}`)
      },
    },
  )
}
