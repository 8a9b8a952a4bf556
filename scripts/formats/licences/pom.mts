/** Which licences does a published POM state? Several are a choice; one inherited from a parent is not known here. */

import { readXml } from '../xml.mts'
import { spdxOf } from './spdx.mts'

export function pomLicence(text: string): string | null {
  const stack: string[] = []
  const names: string[] = []
  let piece = ''
  const fault = readXml(
    text,
    {
      open(name) {
        stack.push(name)
        piece = ''
      },
      text(more) {
        piece += more
      },
      close() {
        if (stack.join('/') === 'project/licenses/license/name') names.push(piece.trim())
        stack.pop()
        piece = ''
      },
    },
    { size: 1024 * 1024, depth: 100, attributes: 64, attributeSize: 64 * 1024 },
  )
  const ids = names.map(spdxOf)
  if (fault !== null || ids.length === 0 || ids.includes(null)) return null
  return ids.length === 1 ? (ids[0] ?? null) : `(${ids.join(' OR ')})`
}
