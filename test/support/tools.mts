/** Where are programs that are no npm packages? In the folder test-setup fills, else on the PATH; a test says why it is skipped without one. */

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export const TOOLS = join(import.meta.dirname, '../../node_modules/.cache/shipworthy-tools')

/** The program's path, or null. */
export function program(name: string): string | null {
  const ours = [join(TOOLS, name), join(TOOLS, 'venv/bin', name)].find(existsSync)
  if (ours !== undefined) return ours
  try {
    return execFileSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
}

/** In CI nothing is skipped: there a missing program is a failed test. */
export const skipWithout = (...names: string[]): string | false => {
  const missing = names.filter(name => program(name) === null)
  return missing.length > 0 && process.env.CI === undefined
    ? `${missing.join(' and ')} not found: node scripts/test-setup.mts installs it`
    : false
}
