import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FoundFile, ProjectFile } from '../../../scripts/core/lens.mts'
import { appSizes } from '../../../scripts/skills/performance-profiler/app-sizes.mts'
import { fakeLens } from '../fake-lens.mts'

const file = (path: string): ProjectFile => ({ path, oid: 'x', language: null, role: 'source' })
const found = (path: string, modifiedAt: string, isTracked = false): FoundFile => ({
  ...{ path, modifiedAt, isTracked, bytes: 1 },
})

const lens = (files: readonly string[], built: readonly FoundFile[]) =>
  fakeLens({
    files: async () => files.map(file),
    find: async ([glob = '']) =>
      glob.includes('apk') ? built : [found('app/A.kt', '2026-01-02', true)],
    archive: async path =>
      path.endsWith('broken.apk')
        ? { ok: false, why: 'it cannot be read as a zip archive: it ends early' }
        : {
            ok: true,
            value: [
              { path: 'AndroidManifest.xml', packedBytes: 10 },
              { path: 'classes.dex', packedBytes: 100 },
              { path: 'lib/x86/a.so', packedBytes: 50 },
            ],
          },
  })

const ANDROID = ['app/AndroidManifest.xml', 'app/A.kt']

test('an app is a benchmark in bytes, as a whole and by part', async () => {
  const { benchmarks, unusable } = await appSizes(
    lens(ANDROID, [found('out/app.apk', '2026-01-03')]),
  )
  assert.deepEqual(
    benchmarks.map(({ name, unit, better, samples }) => [name, unit, better, ...samples]),
    [
      ['app.apk', 'bytes', 'lower', 160],
      ['app.apk code', 'bytes', 'lower', 100],
      ['app.apk native code', 'bytes', 'lower', 50],
      ['app.apk signature and manifest', 'bytes', 'lower', 10],
      ['app.apk native code x86', 'bytes', 'lower', 50],
    ],
  )
  assert.deepEqual(unusable, [])
})

test('an older, a broken and a committed archive are no sizes, and only the first two are said', async () => {
  const built = [
    found('out/old.apk', '2026-01-01'),
    found('out/broken.apk', '2026-01-03'),
    found('sample.apk', '2026-01-03', true),
  ]
  const { benchmarks, unusable } = await appSizes(lens(ANDROID, built))
  assert.deepEqual(benchmarks, [])
  assert.deepEqual(
    unusable.map(({ why }) => why),
    [
      'out/old.apk is older than app/A.kt',
      'out/broken.apk: it cannot be read as a zip archive: it ends early',
    ],
  )
})

test('in a project of no mobile app nobody looks for archives', async () => {
  const other = fakeLens({ files: async () => [file('a.ts')] })
  assert.deepEqual(await appSizes(other), { benchmarks: [], unusable: [] })
})
