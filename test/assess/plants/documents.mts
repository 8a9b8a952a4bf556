/** How is each fault of documents, requirements and specifications planted, and what does it move? */

import { END, ERROR, grown, type Plant, REQUIREMENTS, SERVE } from './plant.mts'

const SECOND_REQUIREMENT = '- REQ-2: Whoever asks for the options is told all of them.\n'

export const documentsPlants: readonly Plant[] = [
  {
    rule: 'undocumented-symbol',
    plant: ({ repo, read }) => {
      const path = 'lib/command.js'
      repo.write({ [path]: read(path).replace(/\/\*\*(?=\s+\* Define a command\.)/, '/*') })
    },
    at: 'lib/command.js:156',
    moves: was => ({
      'undocumented-symbols': was('undocumented-symbols') + 1,
      'documented-surface': was('documented-surface') - 100 / was('public-symbols'),
    }),
  },
  {
    // The constructor of its first class takes an exitCode.
    rule: 'stale-parameter',
    plant: ({ repo, read }) =>
      repo.write({ [ERROR]: read(ERROR).replace('{number} exitCode', '{number} status') }),
    at: `${ERROR}:7`,
    moves: () => ({ 'stale-parameters': 1 }),
  },
  {
    rule: 'broken-link',
    plant: ({ append }) => append('README.md', '\n[How options are read](lib/options.js)\n'),
    at: 'README.md:17',
    moves: () => ({ 'broken-links': 1 }),
  },
  {
    // One of four questions.
    rule: 'readme-gap',
    plant: ({ repo, read }) =>
      repo.write({ 'README.md': read('README.md').replace('## Licence\n\nMIT\n', '') }),
    at: 'README.md',
    moves: () => ({ 'readme-essentials': 75 }),
  },
  {
    rule: 'untraced-requirement',
    plant: ({ append }) => append(REQUIREMENTS, SECOND_REQUIREMENT),
    at: `${REQUIREMENTS}:4`,
    moves: () => ({ requirements: 2, 'traced-requirements': 50, 'tested-requirements': 50 }),
  },
  {
    rule: 'untested-requirement',
    plant: ({ append }) => {
      append(REQUIREMENTS, SECOND_REQUIREMENT)
      append(SERVE, '// REQ-2\n')
    },
    at: `${REQUIREMENTS}:4`,
    moves: () => ({ requirements: 2, 'tested-requirements': 50 }),
  },
  {
    rule: 'missing-route',
    plant: ({ append }) =>
      append(
        'openapi.yaml',
        "  /options:\n    get: { responses: { '200': { description: All } } }\n",
      ),
    at: 'openapi.yaml:7',
    moves: () => ({ 'api-operations': 2, 'missing-routes': 1 }),
  },
  {
    rule: 'undocumented-route',
    plant: ({ append }) => append(SERVE, "app.get('/options', commands)\n"),
    at: `${SERVE}:${END[SERVE]}`,
    moves: was => ({
      ...grown({ code: 1 })(was),
      routes: 2,
      endpoints: 2,
      'undocumented-routes': 1,
    }),
  },
  {
    rule: 'unreadable-specification',
    plant: ({ repo }) => repo.write({ 'more/openapi.yaml': 'openapi: 3.1.0\npaths: {\n' }),
    at: 'more/openapi.yaml',
    moves: () => ({}),
  },
]
