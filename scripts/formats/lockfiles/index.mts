/** Which file is read by which reader? One row per format: this table is the list of what is supported. */

import { baseOf } from '../../core/paths.mts'
import { cargo } from './cargo.mts'
import { go } from './go.mts'
import { gradle } from './gradle.mts'
import { manifestFormats } from './manifests.mts'
import { maven } from './maven.mts'
import { npm } from './npm.mts'
import { pdm } from './pdm.mts'
import { pipenv } from './pipenv.mts'
import { pnpm } from './pnpm.mts'
import { poetry } from './poetry.mts'
import type { Format } from './reading.mts'
import { requirements } from './requirements.mts'
import { uv } from './uv.mts'
import { yarn } from './yarn.mts'

/** Files that say which versions are installed. */
const lockFormats: readonly Format[] = [
  npm,
  pnpm,
  yarn,
  requirements,
  poetry,
  uv,
  pipenv,
  pdm,
  go,
  cargo,
  maven,
  gradle,
]

/**
 * The format that reads this file as a lock, or as a manifest where no lock covers it. What comes earlier
 * in `order` may cover what comes later: locks first, then manifests in the order of their table.
 */
export function formatOf(path: string): { readonly format: Format; readonly order: number } | null {
  const name = baseOf(path)
  const lock = lockFormats.find(each => each.basename.test(name) || each.path?.test(path))
  if (lock !== undefined) return { format: lock, order: 0 }
  const index = manifestFormats.findIndex(({ basename }) => basename.test(name))
  const manifest = manifestFormats[index]
  return manifest === undefined ? null : { format: manifest, order: index + 1 }
}
