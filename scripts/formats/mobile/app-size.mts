/** What makes an app large to download? APK, AAB and IPA by part, from the list of files in the archive. */

import type { ArchiveEntry } from '../../core/lens.mts'
import { sum } from '../../core/sum.mts'

type AppKind = 'apk' | 'aab' | 'ipa'

type AppPart =
  | 'code'
  | 'native code'
  | 'resources'
  | 'assets'
  | 'frameworks'
  | 'signature and manifest'
  | 'other'

export interface AppSize {
  readonly kind: AppKind
  /** Packed bytes of all parts: the archive without its directory, near what a phone loads. */
  readonly bytes: number
  /** Largest first. Native code by processor too: a phone loads one of them. */
  readonly parts: readonly {
    readonly part: AppPart
    readonly bytes: number
    readonly files: number
  }[]
  readonly processors: readonly { readonly name: string; readonly bytes: number }[]
}

/** First match decides; a bundle (AAB) has the same folders below each module's name. */
const ANDROID: readonly (readonly [RegExp, AppPart])[] = [
  [/^(?:[\w-]+\/)?(?:dex\/)?classes\d*\.dex$/, 'code'],
  [/^(?:[\w-]+\/)?lib\/[^/]+\/.+/, 'native code'],
  [/^(?:[\w-]+\/)?(?:res\/|resources\.(?:arsc|pb)$)/, 'resources'],
  [/^(?:[\w-]+\/)?assets\//, 'assets'],
  [
    /^(?:META-INF\/|BundleConfig\.pb$|(?:[\w-]+\/)?(?:manifest\/)?AndroidManifest\.xml$)/,
    'signature and manifest',
  ],
]

const IOS: readonly (readonly [RegExp, AppPart])[] = [
  [/^Payload\/[^/]+\.app\/(?:Frameworks|PlugIns|Watch|AppClips)\//, 'frameworks'],
  [
    /^Payload\/[^/]+\.app\/(?:_CodeSignature\/|Info\.plist$|embedded\.mobileprovision$|PkgInfo$)/,
    'signature and manifest',
  ],
  [
    /^Payload\/[^/]+\.app\/(?:Assets\.car$|.*\.(?:nib|storyboardc|strings|lproj)(?:\/|$))/,
    'resources',
  ],
  // The program has the name of its folder and no ending.
  [/^Payload\/([^/]+)\.app\/\1$/, 'code'],
  [/^Payload\/[^/]+\.app\//, 'assets'],
]

/** Which kind by what is inside, not by the file's name; null when it is none. */
export function appSize(entries: readonly ArchiveEntry[]): AppSize | null {
  const kind = kindOf(entries)
  if (kind === null) return null
  const rules = kind === 'ipa' ? IOS : ANDROID
  const parts = new Map<AppPart, { bytes: number; files: number }>()
  const processors = new Map<string, number>()
  for (const { path, packedBytes } of entries) {
    const part = rules.find(([pattern]) => pattern.test(path))?.[1] ?? 'other'
    const sum = parts.get(part) ?? { bytes: 0, files: 0 }
    parts.set(part, { bytes: sum.bytes + packedBytes, files: sum.files + 1 })
    const processor = part === 'native code' ? /(?:^|\/)lib\/([^/]+)\//.exec(path)?.[1] : undefined
    if (processor !== undefined)
      processors.set(processor, (processors.get(processor) ?? 0) + packedBytes)
  }
  const bytes = sum(entries, ({ packedBytes }) => packedBytes)
  return {
    kind,
    bytes,
    parts: [...parts].map(([part, sum]) => ({ part, ...sum })).sort((a, b) => b.bytes - a.bytes),
    processors: [...processors]
      .map(([name, bytes]) => ({ name, bytes }))
      .sort((a, b) => b.bytes - a.bytes),
  }
}

function kindOf(entries: readonly ArchiveEntry[]): AppKind | null {
  const has = (pattern: RegExp) => entries.some(({ path }) => pattern.test(path))
  if (has(/^BundleConfig\.pb$/)) return 'aab'
  if (has(/^AndroidManifest\.xml$/)) return 'apk'
  return has(/^Payload\/[^/]+\.app\/Info\.plist$/) ? 'ipa' : null
}
