/** How is each fault of dependencies, pipelines and waivers planted, and what does it move? */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lockWith, POLICY, WORKFLOW } from '../garden.mts'
import { advisory } from '../samples.mts'
import type { Plant } from './plant.mts'

const waivers = (expires: string) =>
  `${POLICY}waivers:
  - { rule: import-cycle, path: lib/**, reason: old, owner: ada, expires: ${expires} }
`

export const dependenciesPlants: readonly Plant[] = [
  {
    rule: 'vulnerable-package',
    plant: ({ advisories }) =>
      writeFileSync(join(advisories, 'once.json'), advisory('once', 'HIGH')),
    at: 'package-lock.json',
    // 7 points, 3 packages, and no import of it.
    moves: () => ({ 'vulnerable-packages': 1, 'vulnerability-weight': 700 / 3 }),
  },
  {
    rule: 'weakly-vulnerable-package',
    plant: ({ advisories }) =>
      writeFileSync(join(advisories, 'once.json'), advisory('once', 'LOW')),
    at: 'package-lock.json',
    moves: () => ({ 'vulnerable-packages': 1, 'vulnerability-weight': 100 / 3 }),
  },
  {
    rule: 'unlocked-manifest',
    plant: ({ repo }) =>
      repo.write({
        'tool/package.json': '{ "private": true, "dependencies": { "ms": "^2.0.0" } }',
      }),
    at: 'tool/package.json',
    moves: () => ({
      ...{ packages: 4, 'direct-packages': 4, 'unknown-licences': 4 },
      ...{ 'unlocked-manifests': 1, 'dependency-hygiene': 75 },
    }),
  },
  {
    rule: 'unreadable-lockfile',
    plant: ({ repo }) => repo.write({ 'tool/package-lock.json': '{' }),
    at: 'tool/package-lock.json',
    moves: () => ({}),
  },
  {
    rule: 'duplicate-version',
    plant: ({ repo }) =>
      repo.write(lockWith('node_modules/once/node_modules/wrappy', { version: '1.0.1' })),
    at: 'package-lock.json',
    moves: () => ({
      ...{ packages: 4, 'unknown-licences': 4 },
      ...{ 'duplicate-versions': 100 / 3, 'dependency-hygiene': 200 / 3 },
    }),
  },
  {
    rule: 'denied-licence',
    plant: ({ repo }) => repo.write(lockWith('node_modules/once', { license: 'GPL-3.0-only' })),
    at: 'package-lock.json',
    moves: () => ({
      ...{ 'unknown-licences': 2, 'denied-licences': 1, 'dependency-hygiene': 200 / 3 },
    }),
  },
  {
    rule: 'floating-reference',
    plant: ({ repo }) =>
      repo.write({ '.github/workflows/test.yml': `${WORKFLOW}      - uses: actions/cache@main\n` }),
    at: '.github/workflows/test.yml:7',
    moves: () => ({ 'pinned-references': 50 }),
  },
  {
    rule: 'unpinned-reference',
    plant: ({ repo }) =>
      repo.write({ '.github/workflows/test.yml': `${WORKFLOW}      - uses: actions/cache@v4\n` }),
    at: '.github/workflows/test.yml:7',
    moves: () => ({ 'pinned-references': 50 }),
  },
  {
    rule: 'expired-waiver',
    plant: ({ repo }) => repo.write({ 'shipworthy.yml': waivers('2026-01-31') }),
    at: 'shipworthy.yml',
    moves: () => ({}),
  },
  {
    rule: 'stale-waiver',
    plant: ({ repo }) => repo.write({ 'shipworthy.yml': waivers('2026-02-01') }),
    at: 'shipworthy.yml',
    moves: () => ({}),
  },
]
