/** Reports that real tools wrote about tiny projects, beside the totals those tools printed. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCoverage } from '../../../scripts/formats/coverage/index.mts'
import type { CoverageReport } from '../../../scripts/formats/coverage/report.mts'

const folder = join(import.meta.dirname, 'fixtures')

export const fixture = (name: string) => readFileSync(join(folder, name), 'utf8')

/** Every coverage report, as `tool/file`. */
export const coverageFixtures = readdirSync(folder)
  .filter(tool => tool !== 'junit')
  .flatMap(tool => readdirSync(join(folder, tool)).map(file => `${tool}/${file}`))
  .filter(name => !/totals\.json|\.func$|\.csv$/.test(name))

export function reportIn(name: string, text = fixture(name)): CoverageReport {
  const report = readCoverage(name, text)
  if ('why' in report) throw new Error(report.why)
  return report
}
