/** What is a package called everywhere? Its package URL; null for what no registry and no address tells. */

import { PackageURL } from 'packageurl-js'
import type { PackageRow } from '../core/evidence.mts'

const TYPES = {
  npm: 'npm',
  PyPI: 'pypi',
  Go: 'golang',
  'crates.io': 'cargo',
  Maven: 'maven',
} as const

/** One from a repository or an archive on the web names where it came from instead of a version. */
export function purlOf({ ecosystem, name, version }: PackageRow): string | null {
  const isAddress = version.includes(':')
  if (version.startsWith('file:')) return null
  const cut = name.lastIndexOf(ecosystem === 'Maven' ? ':' : '/')
  const namespace = cut < 0 ? undefined : name.slice(0, cut)
  const key = version.startsWith('git+') ? 'vcs_url' : 'download_url'
  try {
    const written = new PackageURL(
      TYPES[ecosystem],
      namespace,
      name.slice(cut + 1),
      isAddress || version === '' ? undefined : version,
      isAddress ? { [key]: version } : undefined,
      undefined,
    ).toString()
    // The specification leaves these no exception; the library keeps what encodeURIComponent keeps.
    return written.replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  } catch {
    return null
  }
}
