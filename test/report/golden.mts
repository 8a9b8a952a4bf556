/** Is a text still what was read and approved? Update with --test-update-snapshots, then read the difference. */

import { join } from 'node:path'
import type { TestContext } from 'node:test'

export function golden(t: TestContext, text: string, name: string): void {
  t.assert.fileSnapshot(text, join(import.meta.dirname, 'golden', name), {
    serializers: [value => value as string],
  })
}

/** One-line JSON made readable. */
export const pretty = (json: string): string => `${JSON.stringify(JSON.parse(json), null, 2)}\n`
