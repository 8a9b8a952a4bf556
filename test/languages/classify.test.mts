/** Language and role of a file by its path, with and without the words of .gitattributes. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Role } from '../../scripts/core/lens.mts'
import { exclusionReason, languageOf, roleOf } from '../../scripts/languages/classify.mts'

test('languageOf goes by the last extension', () => {
  const expected = {
    'a.js': 'javascript',
    'a.jsx': 'javascript',
    'a.test.mts': 'typescript',
    'a.d.ts': 'typescript',
    'a.py': 'python',
    'A.java': 'java',
    'a.go': 'go',
    'A.cs': 'csharp',
    'a.rs': 'rust',
    'A.kt': 'kotlin',
    'build.gradle.kts': 'kotlin',
    'a.php': 'php',
    'a.blade.php': null,
    'a.rb': 'ruby',
    'lib/tasks/a.rake': 'ruby',
    'a.gemspec': 'ruby',
    'app/Gemfile': 'ruby',
    'Gemfile.lock': null,
    'a.css': null,
    'a.constructor': null,
    Makefile: null,
    js: null,
  }
  for (const [path, language] of Object.entries(expected))
    assert.equal(languageOf(path), language, path)
})

suite('roleOf', () => {
  const table: Record<Role, readonly string[]> = {
    source: [
      'src/index.ts',
      'shop/migrations/runner.py',
      'src/latest.js',
      'src/t/index.py',
      'src/contest/run.ts',
      'src/attest.ts',
      'src/spec/openapi.ts',
      'lib/testing.py',
      'src/main/java/org/junit/Test.java',
      'src/main/java/com/x/test/Helper.java',
      'src/main/java/com/x/SpeedTest.java',
      'com/x/Contest.java',
      'cmd/latest.go',
      'src/distance/index.js',
      'types/index.d.ts',
      'vendored.go',
      'src/Serilog/Log.cs',
      'src/Latest/Contest.cs',
      'crates/core/main.rs',
      'okio/src/commonMain/kotlin/okio/Contest.kt',
      'src/main/kotlin/org/junit/Test.kt',
      'app/Http/Kernel.php',
      'lib/rack/latest.rb',
    ],
    test: [
      'test/a.ts',
      'packages/x/tests/a.js',
      'src/__tests__/a.ts',
      'transforms/split/__testfixtures__/basic.input.ts',
      'src/__tests_dts__/a.ts',
      'src/a.test.tsx',
      'src/a.spec.cjs',
      'src/a-test.js',
      'e2e/login.ts',
      'spec/a.js',
      'packages/core/spec/a.js',
      'test.js',
      'tests/test_a.py',
      't/unit/app.py',
      'test_suite/no_std/src/main.rs',
      'app/test_a.py',
      'app/a_test.py',
      'app/conftest.py',
      'app/tests.py',
      'gson/src/test/java/com/x/Helper.java',
      'com/x/ParserTest.java',
      'com/x/TestParser.java',
      'com/x/ParserIT.java',
      'cmd/a_test.go',
      'cmd/testdata/a.go',
      'test/Serilog.Tests/LogTests.cs',
      'Src/Newtonsoft.Json.Tests/Helper.cs',
      'src/UnitTests/Helper.cs',
      'crates/a/tests/it.rs',
      'benches/a.rs',
      'src/parser/tests.rs',
      'okio/src/commonTest/kotlin/okio/Helper.kt',
      'okio/jvm/jmh/src/jmh/java/a/Bench.java',
      'src/ParserSpec.kt',
      'Tests/ParserTest.php',
      'src/ParserTest.php',
      'spec/a_spec.rb',
      'lib/a_test.rb',
      'test_a.rb',
    ],
    vendored: [
      'node_modules/a/index.js',
      'a/node_modules/b.ts',
      'vendor/github.com/x/y.go',
      'src/third_party/zlib.py',
      '3rdparty/a.java',
      '.yarn/releases/yarn-4.1.0.cjs',
      '.pnp.cjs',
      'static/jquery-3.7.1.js',
      '.venv/lib/python3/site-packages/a.py',
      'vendor/README.md',
      'vendor/guzzlehttp/guzzle/src/Client.php',
      '.bundle/a.rb',
    ],
    generated: [
      'dist/index.js',
      'packages/a/dist/a.test.js',
      'a.min.js',
      'api/a.pb.go',
      'api/a_pb2.py',
      'api/a_pb2_grpc.py',
      'shop/migrations/0001_initial.py',
      'src/__generated__/schema.ts',
      'src/api.generated.ts',
      'src/__snapshots__/a.ts',
      'k8s/zz_generated.deepcopy.go',
      'a/b_gen.go',
      'src/Form.Designer.cs',
      'obj/Debug/net8.0/App.AssemblyInfo.cs',
      'src/Regex.g.cs',
      'db/schema.rb',
      'target/debug/build/out.rs',
    ],
    lockfile: ['package-lock.json', 'a/pnpm-lock.yaml', 'go.sum', 'vendor/yarn.lock', 'uv.lock'],
    other: ['README.md', 'test/data.json', 'Makefile', 'src/a.css'],
  }
  for (const [role, paths] of Object.entries(table))
    test(role, () => {
      for (const path of paths) assert.equal(roleOf(path), role, path)
    })

  test('a project that a Maven plugin is tried on is no product, whatever it holds', () => {
    assert.equal(roleOf('factory/src/it/functional/src/main/java/com/x/Foo.java'), 'test')
    assert.equal(roleOf('src/test/resources/projects/a/src/main/java/Foo.java'), 'test')
    assert.equal(roleOf('src/main/java/com/x/it/Foo.java'), 'source')
    assert.equal(roleOf('maven-tests/src/main/java/com/x/Foo.java'), 'test')
    assert.equal(roleOf('a-tests/b/src/main/kotlin/com/x/Foo.kt'), 'test')
    assert.equal(roleOf('spring-test/src/main/java/com/x/Foo.java'), 'source')
    assert.equal(roleOf('src/main/java/com/x-tests/Foo.java'), 'source')
  })

  test('.gitattributes wins over the path, both ways', () => {
    assert.equal(roleOf('src/a.ts', { vendored: true }), 'vendored')
    assert.equal(roleOf('vendor/a.ts', { vendored: false }), 'source')
    assert.equal(roleOf('src/a.ts', { generated: true }), 'generated')
    assert.equal(roleOf('dist/a.ts', { generated: false }), 'source')
    assert.equal(roleOf('docs/a.py', { documentation: true }), 'other')
    assert.equal(roleOf('docs/a.py'), 'other')
    assert.equal(roleOf('docs_src/tutorial.py'), 'other')
    assert.equal(roleOf('docstrings/a.py'), 'source')
    assert.equal(roleOf('docs/a.py', { documentation: false }), 'source')
    assert.equal(roleOf('examples/shop/test_shop.py'), 'test')
    assert.equal(roleOf('src/docs/a.py'), 'source')
  })

  test('what is tried out or handed out is no part of the product', () => {
    const others = [
      'ai-docs/src/a.ts',
      'playground/css/main.js',
      'packages/ui/playground/App.tsx',
      'fixtures/broken/a.js',
      'packages/ui/examples/a.ts',
      'packages/bench/a.ts',
      'packages/docs/app.tsx',
      'benchmarks/jsx/src/page.ts',
      'crates/grep/examples/search.rs',
      'website/src/pages/index.js',
      '_examples/rest/main.go',
      'packages/create-vite/template-react-ts/src/App.tsx',
      'packages/create-app/templates/app/test/a.test.js',
      'cli/create-app/template/index.js',
      'templates/project/main.py',
      'src/{{cookiecutter.name}}/main.go',
    ]
    for (const path of others) assert.equal(roleOf(path), 'other', path)
    const sources = [
      'src/template/compile.ts',
      'packages/compiler/src/templates/parse.ts',
      'packages/template-parser/src/index.ts',
      'django/template/base.py',
      'template/funcs.go',
      'doc/man_docs.go',
      'template-engine/src/main/java/A.java',
      'src/playground/a.ts',
      'src/benchmarks/a.ts',
      'apps/website/a.ts',
      'src/fixtures/match.service.ts',
    ]
    for (const path of sources) assert.equal(roleOf(path), 'source', path)
    assert.equal(roleOf('playground/css/__tests__/css.spec.ts'), 'test')
    assert.equal(roleOf('runtime-tests/deno/index.ts'), 'test')
    assert.equal(roleOf('testing/example_scripts/a.py'), 'test')
    assert.equal(roleOf('tokio/fuzz/targets/a.rs'), 'test')
    assert.equal(roleOf('templates/a.js', { documentation: false }), 'source')
  })
})

test('exclusionReason names why, and nothing for what is measured', () => {
  assert.equal(exclusionReason('source'), null)
  assert.equal(exclusionReason('test'), null)
  for (const role of ['generated', 'vendored', 'lockfile', 'other'] as const)
    assert.match(exclusionReason(role) ?? '', /^\w[\w, ]+$/)
})
