/** Does what the project asks for go together with the instrumentors? Its pins and locks against what they bear. */

import { gte, lt, satisfies, valid } from '@renovatebot/pep440'
import { BEARS, BRINGS, type Framework, OLDEST, OLDEST_PYTHON } from './packages.mts'
import type { Manifest } from './requirements.mts'

interface Refusal {
  readonly path: string
  readonly line: number
  readonly why: string
}

const NAMES: Readonly<Record<Framework, string>> = {
  fastapi: 'FastAPI',
  starlette: 'Starlette',
  flask: 'Flask',
  django: 'Django',
}

/** The newest version a specifier lets in, as far as it says: `==2.1` gives 2.1, `<1` and `^0.79` what lies below. */
function newestOf(specifier: string): { readonly at: string; readonly isBelow: boolean } | null {
  const pin = /^\s*={2,3}\s*([\w.]+)/.exec(specifier)?.[1]
  if (pin !== undefined && valid(pin) !== null) return { at: pin, isBelow: false }
  const below = /<\s*([\d.]+)/.exec(specifier)?.[1]
  if (below !== undefined && valid(below) !== null) return { at: below, isBelow: true }
  const [, sign = '', base = ''] = /^\s*(\^|~=?|)\s*(\d[\d.]*)/.exec(specifier) ?? []
  if (sign === '') return /^\s*\d/.test(specifier) ? { at: base, isBelow: false } : null
  const parts = base.split('.').map(Number)
  const fixed =
    sign === '^' ? parts.findIndex(part => part > 0) : sign === '~' ? 1 : parts.length - 2
  const kept = Math.max(0, Math.min(fixed, parts.length - 1))
  const next = parts.slice(0, kept + 1).map((part, index) => (index === kept ? part + 1 : part))
  return { at: next.join('.'), isBelow: true }
}

export function tooOld(framework: Framework, manifests: readonly Manifest[]): Refusal | null {
  const [name = ''] = BRINGS[framework]
  const oldest = OLDEST[framework]
  for (const { path, declared } of manifests) {
    const found = declared.get(name)
    if (found === undefined || !isBefore(found.version, oldest)) continue
    const why = `${NAMES[framework]} ${found.version} is older than ${oldest}, the first version its instrumentor takes`
    return { path, line: found.line, why }
  }
  return null
}

/** Whether everything a specifier lets in is older. */
function isBefore(specifier: string, oldest: string): boolean {
  const newest = newestOf(specifier)
  if (newest === null) return false
  return newest.isBelow ? !gte(newest.at, oldest) || newest.at === oldest : lt(newest.at, oldest)
}

/** A pin that no release of the OpenTelemetry packages could be installed beside. */
export function clashing(manifests: readonly Manifest[]): Refusal | null {
  for (const { path, declared } of manifests)
    for (const [name, range] of Object.entries(BEARS)) {
      const found = declared.get(name)
      const pin = /^={2,3}\s*([\w.]+)$/.exec(found?.version ?? '')?.[1]
      if (found === undefined || pin === undefined || valid(pin) === null) continue
      if (!satisfies(pin, range))
        return {
          path,
          line: found.line,
          why: `${name} is pinned to ${pin}, and the OpenTelemetry packages need ${range}`,
        }
    }
  return null
}

/** ` ; python_version >= "3.10"` where the project also runs on older interpreters, '' where it does not. */
export function markerFor(pythons: readonly string[]): string {
  const isOlder = pythons.some(range => {
    const lowest = /(?:>=?|\^|~=?|==)\s*([\d.]+)/.exec(range)?.[1]
    return lowest !== undefined && valid(lowest) !== null && lt(lowest, OLDEST_PYTHON)
  })
  return isOlder ? `; python_version >= '${OLDEST_PYTHON}'` : ''
}

/** Whether a specifier lets in nothing older than this version. */
export function reaches(specifier: string, version: string): boolean {
  const lowest = /(?:>=|={2,3}|~=?|\^)\s*([\d.]+)/.exec(specifier)?.[1]
  return lowest !== undefined && valid(lowest) !== null && gte(lowest, version)
}
