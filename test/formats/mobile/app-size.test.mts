import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { zipDirectory } from '../../../scripts/edge/zip-directory.mts'
import { appSize } from '../../../scripts/formats/mobile/app-size.mts'

const listed = (sizes: Record<string, number>) =>
  appSize(Object.entries(sizes).map(([path, packedBytes]) => ({ path, packedBytes })))

const partsOf = (sizes: Record<string, number>) =>
  Object.fromEntries((listed(sizes)?.parts ?? []).map(({ part, bytes }) => [part, bytes]))

test('an APK by part, native code by processor', () => {
  const apk = {
    'AndroidManifest.xml': 1,
    'classes.dex': 100,
    'classes2.dex': 50,
    'lib/arm64-v8a/libapp.so': 70,
    'lib/x86_64/libapp.so': 80,
    'res/layout/a.xml': 5,
    'resources.arsc': 20,
    'assets/index.js': 30,
    'META-INF/CERT.RSA': 2,
    'kotlin/k.kotlin_builtins': 3,
  }
  assert.deepEqual(partsOf(apk), {
    ...{ 'native code': 150, code: 150, assets: 30, resources: 25 },
    ...{ other: 3, 'signature and manifest': 3 },
  })
  assert.deepEqual(listed(apk)?.processors, [
    { name: 'x86_64', bytes: 80 },
    { name: 'arm64-v8a', bytes: 70 },
  ])
  assert.equal(listed(apk)?.bytes, 361)
})

test('a bundle has its parts below each module', () => {
  const bundle = {
    'BundleConfig.pb': 1,
    'base/manifest/AndroidManifest.xml': 2,
    'base/dex/classes.dex': 9,
    'feature/lib/arm64-v8a/a.so': 7,
    'base/resources.pb': 4,
  }
  assert.equal(listed(bundle)?.kind, 'aab')
  assert.deepEqual(partsOf(bundle), {
    ...{ code: 9, 'native code': 7, resources: 4, 'signature and manifest': 3 },
  })
})

test('an IPA by part', () => {
  const ipa = {
    'Payload/My App.app/Info.plist': 1,
    'Payload/My App.app/My App': 60,
    'Payload/My App.app/Frameworks/A.framework/A': 40,
    'Payload/My App.app/Assets.car': 30,
    'Payload/My App.app/main.jsbundle': 20,
  }
  assert.equal(listed(ipa)?.kind, 'ipa')
  assert.deepEqual(partsOf(ipa), {
    ...{ code: 60, frameworks: 40, resources: 30, assets: 20, 'signature and manifest': 1 },
  })
})

test('any other archive is no app', () => assert.equal(listed({ 'a.txt': 1 }), null))

test('the directory of a real archive, and of what is none', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'app-size-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const path of ['AndroidManifest.xml', 'lib/x86/a.so']) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), 'a'.repeat(10_000))
  }
  const make = 'import shutil; shutil.make_archive("app", "zip", ".")'
  execFileSync('python3', ['-c', make], { cwd: folder })
  const directory = await zipDirectory(join(folder, 'app.zip'))
  assert.ok(directory.ok)
  const entry = directory.value.find(({ path }) => path.endsWith('a.so'))
  assert.ok(entry !== undefined && entry.packedBytes < 200)
  writeFileSync(join(folder, 'no.zip'), 'PK nothing')
  const broken = await zipDirectory(join(folder, 'no.zip'))
  assert.match(broken.ok ? '' : broken.why, /^it cannot be read as a zip archive: /)
})
