#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/**
 * Where do maintained projects stand on each measure? `./scripts/calibrate.mts FOLDER…` assesses them without network and
 * without running anything, and writes docs/calibration.md. A person reads it and decides what policy.mts says.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { execa } from 'execa'
import { home, toolVersion } from './edge/places.mts'
import { openHistory } from './edge/store.mts'
import { defaultPolicy } from './policy.mts'
import { calibrationPage, type Visit } from './report/calibration.mts'

const visits: Visit[] = []
for (const folder of process.argv.slice(2)) {
  process.stderr.write(`${basename(folder)}\n`)
  visits.push(await visit(resolve(folder)))
}
if (visits.length === 0) throw new Error('Name the folders of the projects to calibrate on.')
const today = new Date().toISOString().slice(0, 10)
writeFileSync(
  join(home, 'docs/calibration.md'),
  calibrationPage(visits, defaultPolicy, today, toolVersion),
)

async function visit(project: string): Promise<Visit> {
  const data = mkdtempSync(join(tmpdir(), 'shipworthy-calibrate-'))
  try {
    const script = join(home, 'scripts/assess.mts')
    const args = ['--offline', '--json', '--no-gate', '--baseline', 'none', '--data', data]
    const options = { maxBuffer: 500_000_000 }
    const { stdout } = await execa(process.execPath, [script, project, ...args], options)
    return { ...JSON.parse(stdout), ...(await remembered(data)) }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function remembered(data: string): Promise<Pick<Visit, 'language' | 'dialect'>> {
  const history = await openHistory(data)
  try {
    const { rows } = await history.query(
      `SELECT (SELECT language FROM files WHERE role = 'source' GROUP BY language ORDER BY sum(code) DESC LIMIT 1),
              (SELECT value FROM environment WHERE name = 'dialect')`,
    )
    const [language, dialect] = rows[0] ?? []
    return { language: String(language ?? '–'), dialect: String(dialect ?? '–') }
  } finally {
    history.close()
  }
}
