/** Are faults of the code found in Python, Java and Go as in JavaScript: alone, by what was predicted, and gone when they are undone? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testRepo } from '../support/repo.mts'
import { plantIn } from './plants/ground.mts'
import type { PlantedLanguage } from './plants/languages.mts'

const many = (line: (n: number) => string) =>
  `${Array.from({ length: 8 }, (_, n) => line(n)).join('\n')}\n`

const python = (name: string) =>
  `"""Ships."""\n\n${many(n => `def ${name}${n}(a):\n    """Sails."""\n    return a * ${n}\n`)}`

const go = (name: string) =>
  `package ship\n\n${many(n => `// ${name}${n} sails.\nfunc ${name}${n}(a int) int {\n\treturn a * ${n}\n}\n`)}`

const java = (name: string) =>
  `package ship;\n\n/** A ship. */\npublic class ${name} {\n${many(n => `  /** Sails. */\n  public int sail${n}(int a) {\n    return a * ${n};\n  }\n`)}}\n`

const PROJECTS: Readonly<Record<PlantedLanguage, Readonly<Record<string, string>>>> = {
  python: {
    'pyproject.toml': '[build-system]\nrequires = []\n[project]\nname = "ship"\n',
    'ship.py': python('row'),
    'boat.py': python('sail'),
    'tests/test_ship.py':
      'import ship\nimport boat\n\n\ndef test():\n    assert ship.row1(1) == 1\n',
  },
  go: {
    'go.mod': 'module example.org/ship\n',
    'boat.go': go('Row'),
    'ship.go': go('Sail'),
    'ship_test.go': 'package ship\n\nfunc TestSail() {\n\tSail1(1)\n}\n',
  },
  java: {
    'src/main/java/ship/Boat.java': java('Boat'),
    'src/main/java/ship/Ship.java': java('Ship'),
    'src/test/java/ship/ShipTest.java': 'package ship;\n\nclass ShipTest {\n  Ship ship;\n}\n',
  },
}

const RULES = ['complex-function', 'duplicated-code', 'undocumented-symbol', 'no-tests']

for (const language of ['python', 'go', 'java'] as const)
  test(`in ${language}`, async t => {
    const repo = testRepo(t)
    repo.commit(PROJECTS[language])
    const tried = await plantIn(repo.dir, language)
    // Go compiles no circle.
    const rules = language === 'go' ? RULES : [...RULES, 'import-cycle']
    assert.deepEqual(tried.map(({ rule }) => rule).sort(), rules.sort())
    assert.deepEqual(
      tried.filter(({ differences }) => differences.length > 0),
      [],
    )
  })
