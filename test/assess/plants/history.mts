/** How is each fault of the history, of budgets and of secrets planted, and what does it move? */

import { type Garden, timed } from '../garden.mts'
import { ARGUMENT, ERROR, type Plant } from './plant.mts'

/** As many commits with these files (one line more in each), a day between each two. */
function commits({ repo, read }: Garden, count: number, paths: readonly string[]): void {
  for (let at = 0; at < count; at++)
    repo.commit(Object.fromEntries(paths.map(path => [path, `${read(path)}// ${at}\n`])))
}

const DIGITS = 'aZ3kQ9xW7mB1pR5tYv8Lc2Hd6Jf4Ng0SqUeIo'
const random = (length: number) =>
  Array.from({ length }, (_, at) => DIGITS[(at * 7 + 3) % DIGITS.length]).join('')

/** Made here, so that no scanner takes this file for a leak. */
const secrets = {
  verified: `SG.${random(22)}.${random(43)}`,
  likely: `glpat-${random(20)}`,
  possible: random(24),
}

/** Commits on top of the release, the first on its day; most source files are not in them. The release has 15 files and a lock. */
const history = (count: number, files: number, lines: number) => ({
  ...{ commits: 1 + count, 'commit-files': files, 'commit-lines': lines },
  ...{ 'code-age': count - 1, 'unreleased-commits': count, 'days-since-release': count - 1 },
})

export const historyPlants: readonly Plant[] = [
  {
    rule: 'broken-budget',
    plant: ({ repo }) => repo.write({ 'bench.json': timed(0.03) }),
    at: '',
    moves: () => ({ 'budgets-kept': 0 }),
  },
  {
    rule: 'leaked-secret',
    plant: ({ repo }) =>
      repo.write({ 'config/mail.json': `{\n"mail": "${secrets.verified}"\n}\n` }),
    at: 'config/mail.json:2',
    moves: () => ({ 'leaked-secrets': 1 }),
  },
  {
    rule: 'likely-secret',
    plant: ({ repo }) => repo.write({ 'config/forge.json': `{ "forge": "${secrets.likely}" }\n` }),
    at: 'config/forge.json:1',
    moves: () => ({ 'suspected-secrets': 1 }),
  },
  {
    rule: 'possible-secret',
    plant: ({ repo }) =>
      repo.write({ 'config/base.json': `{ "password": "${secrets.possible}" }\n` }),
    at: 'config/base.json:1',
    moves: () => ({ 'suspected-secrets': 1 }),
  },
  {
    rule: 'committed-secret',
    plant: ({ repo }) => {
      repo.commit({ 'config/mail.json': `{ "mail": "${secrets.verified}" }\n` })
      repo.commit({ 'config/mail.json': '{}\n' })
    },
    at: 'config/mail.json',
    // One line came, then one went and one came.
    moves: () => ({ ...history(2, 1, 2), 'committed-secrets': 1 }),
  },
  {
    rule: 'hotspot',
    plant: garden => commits(garden, 5, ['lib/command.js']),
    at: 'lib/command.js',
    moves: () => ({ ...history(5, 1, 1), hotspots: 1, 'single-owner-files': 1 }),
  },
  {
    rule: 'change-coupling',
    plant: garden => commits(garden, 4, [ARGUMENT, ERROR]),
    at: ARGUMENT,
    moves: () => ({ ...history(4, 2, 2), 'coupled-pairs': 1, 'single-owner-files': 2 }),
  },
  {
    rule: 'unreleased-breaking-change',
    plant: ({ repo }) => void repo.commit({ 'NOTES.txt': 'a\n' }, 'feat!: another way in'),
    at: '',
    moves: was => ({
      ...history(1, (15 + 1) / 2, (was('commit-lines') + 1) / 2),
      'conventional-commits': 50,
      'unreleased-breaking-changes': 1,
    }),
  },
]
