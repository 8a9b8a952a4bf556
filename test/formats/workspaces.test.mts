import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspaceFolders } from '../../scripts/formats/workspaces.mts'

/** Folders found in a project of these files. */
const found = (files: Readonly<Record<string, string>>) =>
  workspaceFolders(new Set(Object.keys(files)), path => files[path] ?? '')

const pom = (...modules: string[]) =>
  `<project><artifactId>a</artifactId><modules>${modules.map(each => `<module>${each}</module>`).join('')}</modules></project>`

for (const [name, files, folders] of [
  [
    'npm and yarn, as a list',
    {
      'package.json': '{"workspaces":["packages/*","./tools/"]}',
      ...{ 'packages/a/package.json': '', 'packages/b/README.md': '', 'tools/package.json': '' },
      'packages/a/test/package.json': '',
    },
    ['', 'packages/a', 'tools'],
  ],
  [
    'yarn, as a table, in a folder of its own',
    {
      'web/package.json': '{"workspaces":{"packages":["apps/**"]}}',
      'web/apps/x/y/package.json': '',
    },
    ['web', 'web/apps/x/y'],
  ],
  [
    'pnpm, with folders taken out again',
    {
      'pnpm-workspace.yaml': "packages:\n  - packages/*\n  - '!packages/old'\n",
      ...{ 'packages/new/package.json': '', 'packages/old/package.json': '' },
    },
    ['', 'packages/new'],
  ],
  [
    'pnpm, with an entry somebody left empty',
    {
      'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  -\n  - ./\n',
      'packages/a/package.json': '',
    },
    ['', 'packages/a'],
  ],
  [
    'Cargo',
    {
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nexclude = ["crates/fuzz"]\n',
      ...{ 'crates/core/Cargo.toml': '', 'crates/fuzz/Cargo.toml': '' },
    },
    ['', 'crates/core'],
  ],
  [
    'uv',
    {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*"]\n',
      'libs/a/pyproject.toml': '',
    },
    ['', 'libs/a'],
  ],
  [
    'Go modules, vendored ones and test data left out',
    { 'go.mod': '', 'tools/go.mod': '', 'vendor/x/go.mod': '', 'a/testdata/go.mod': '' },
    ['', 'tools'],
  ],
  [
    'projects of a Gradle build, nested ones and one in another place',
    {
      'settings.gradle':
        "include 'app', ':lib:core'\n// include 'old'\ninclude(\"tool\")\nproject(':tool').projectDir = file('tools/it')\nincludeBuild 'logic'\n",
      ...{ 'app/build.gradle': '', 'lib/core/src/main/java/A.java': '', 'tools/it/A.kt': '' },
      ...{ 'old/build.gradle': '', 'logic/build.gradle': '', 'gone.txt': '' },
    },
    ['', 'app', 'lib/core', 'tools/it'],
  ],
  [
    'projects of a Gradle build in Kotlin, over several lines',
    {
      'settings.gradle.kts': 'include(\n  ":app",\n  ":core:api",\n)\ninclude("gone")\n',
      ...{ 'app/build.gradle.kts': '', 'core/api/build.gradle.kts': '' },
    },
    ['', 'app', 'core/api'],
  ],
  [
    'Maven modules, also of modules, and a pom by its name',
    {
      'pom.xml': pom('core', 'gone', '../out'),
      'core/pom.xml': pom('api', 'other.xml'),
      ...{ 'core/api/pom.xml': pom(), 'core/other.xml': pom(), 'stray/pom.xml': pom() },
    },
    ['', 'core', 'core/api'],
  ],
  ['one package', { 'package.json': '{"name":"a"}', 'examples/x/package.json': '{}' }, []],
  ['a workspace without members', { 'package.json': '{"workspaces":["packages/*"]}' }, []],
  [
    'manifests that cannot be read',
    { 'package.json': '{', 'Cargo.toml': '[', 'a/Cargo.toml': '' },
    [],
  ],
] as const)
  test(`packages are found: ${name}`, () => assert.deepEqual(found(files), folders))

test('globs made to take long are no workspace, and others of the list still are', () => {
  const evil = [
    `${'*a'.repeat(30)}b`,
    `${'**/'.repeat(30)}b`,
    '+(a|aa)+(a|aa)b',
    'x'.repeat(10_000),
  ]
  const path = `${'a'.repeat(200)}/package.json`
  const workspaces = JSON.stringify({ workspaces: [...evil, 'p/*'] })
  assert.deepEqual(found({ 'package.json': workspaces, [path]: '', 'p/q/package.json': '' }), [
    '',
    'p/q',
  ])
})
