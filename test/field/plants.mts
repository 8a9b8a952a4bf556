/**
 * Do faults planted into real projects of other languages show, they alone? `node test/field/plants.mts python|java|go FOLDER…` plants the
 * table of test/assess/plants/languages.mts into a copy of each and prints what differs from the prediction.
 */

import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { $ } from 'zx'
import { plantIn } from '../assess/plants/ground.mts'
import type { PlantedLanguage } from '../assess/plants/languages.mts'

const [language, ...folders] = process.argv.slice(2)
for (const folder of folders) {
  const copy = mkdtempSync(join(tmpdir(), 'plants-'))
  try {
    cpSync(folder, copy, { recursive: true, filter: path => basename(path) !== '.git' })
    const git = $({ cwd: copy, quiet: true })
    await git`git init && git add --all && git -c user.name=x -c user.email=x commit -m x`
    for (const { rule, differences } of await plantIn(copy, language as PlantedLanguage))
      process.stdout.write(
        `${basename(folder)} ${rule}: ${differences.length === 0 ? 'as predicted' : differences.join('; ')}\n`,
      )
  } finally {
    rmSync(copy, { recursive: true })
  }
}
