/** How large are the mobile apps that were built here? Each archive and its parts, as benchmarks in bytes. */

import type { BenchmarkRow } from '../../core/benchmark.mts'
import type { Lens } from '../../core/lens.mts'
import { baseOf } from '../../core/paths.mts'
import { appSize } from '../../formats/mobile/app-size.mts'
import { newestSource } from './results.mts'

/** What a project of a mobile app has: elsewhere nobody looks for archives. */
const MOBILE =
  /(^|\/)(AndroidManifest\.xml|Info\.plist|pubspec\.yaml|capacitor\.config\.\w+)$|\.pbxproj$/

const ARCHIVES = ['**/*.{apk,aab,ipa}']
const MOST_ARCHIVES = 20

interface AppSizes {
  readonly benchmarks: readonly BenchmarkRow[]
  readonly unusable: readonly { readonly report: string; readonly why: string }[]
}

/** Archives that nobody committed, and newer than the sources: what a build left. */
export async function appSizes(lens: Lens): Promise<AppSizes> {
  const none = { benchmarks: [], unusable: [] }
  if (!lens.isWorkTree || !(await lens.files()).some(({ path }) => MOBILE.test(path))) return none
  const built = (await lens.find(ARCHIVES)).filter(({ isTracked }) => !isTracked)
  if (built.length === 0) return none
  const newest = await newestSource(lens)
  const benchmarks: BenchmarkRow[] = []
  const unusable: { report: string; why: string }[] = []
  for (const { path, modifiedAt } of built.slice(0, MOST_ARCHIVES)) {
    if (newest !== null && modifiedAt < newest.modifiedAt) {
      unusable.push({ report: path, why: `${path} is older than ${newest.path}` })
      continue
    }
    const listed = await lens.archive(path)
    const size = listed.ok ? appSize(listed.value) : null
    if (size === null)
      unusable.push({
        report: path,
        why: listed.ok ? `${path} is no app` : `${path}: ${listed.why}`,
      })
    else benchmarks.push(...rowsOf(baseOf(path), size))
  }
  return { benchmarks, unusable }
}

const rowsOf = (
  name: string,
  { bytes, parts, processors }: NonNullable<ReturnType<typeof appSize>>,
) =>
  [
    { name, bytes },
    ...parts.map(({ part, bytes }) => ({ name: `${name} ${part}`, bytes })),
    ...processors.map(each => ({ name: `${name} native code ${each.name}`, bytes: each.bytes })),
  ].map(
    ({ name, bytes }): BenchmarkRow => ({
      ...{ name, unit: 'bytes', better: 'lower', samples: [bytes], runs: [1] },
      ...{ statistic: null, file: null, source: null, runtime: null, cpu: null },
    }),
  )
