/** Where does a test run what a user runs? In a checkout of its own, so that nothing is written into this one; its packages count as installed. */

import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { temporaryFolder } from './repo.mts'

const ROOT = join(import.meta.dirname, '../..')

export function checkout(t: TestContext): string {
  const dir = join(temporaryFolder(t), 'checkout')
  for (const path of [
    'scripts',
    'templates',
    'reports-site',
    'test',
    'package.json',
    'package-lock.json',
  ])
    cpSync(join(ROOT, path), join(dir, path), { recursive: true })
  const modules = join(dir, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== '.shipworthy-lock')
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  cpSync(join(ROOT, 'package-lock.json'), join(modules, '.shipworthy-lock'))
  return dir
}
