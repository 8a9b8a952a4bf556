/** What do generated pipelines run on in tests? The smallest project with a test. */

import { sound } from '../assess/samples.mts'

export const TEST =
  "import { test } from 'node:test'\nimport { a } from '../src/a.mjs'\ntest('a', () => { if (a(1) !== 2) throw new Error('no') })\n"

export const plain = (name: string) => sound(name).replaceAll(': number', '')

export const PROJECT = {
  'package.json': '{"name":"x","scripts":{"test":"node --test"}}\n',
  'package-lock.json': '{"name":"x","lockfileVersion":3,"packages":{"":{"name":"x"}}}\n',
  'src/a.mjs': plain('a'),
  'test/a.test.mjs': TEST,
  '.gitignore': 'node_modules\n',
}

/** No manifest at the root, two below. */
export const TWO: Readonly<Record<string, string>> = Object.fromEntries(
  ['back', 'front'].flatMap(folder =>
    Object.entries(PROJECT).map(([path, text]) => [`${folder}/${path}`, text]),
  ),
)
