/** Which licence does a package state in its own metadata? Each ecosystem has its place; null where none is stated clearly. */

import { type Fields, fields, isFields, list, text } from '../../core/untyped.mts'
import { parseJson, parseTomlTable } from '../parse.mts'
import { spdxOf } from './spdx.mts'

/** `license` of a package.json or of a lock entry; the older `{ type }` and `licenses` lists, of which one may choose. */
export function npmLicence(manifest: Fields): string | null {
  const stated = [manifest.license, ...list(manifest.licenses)].map(each =>
    isFields(each) ? text(each.type) : text(each),
  )
  const ids = stated.filter(each => each !== '').map(spdxOf)
  if (ids.length === 0 || ids.includes(null)) return null
  return ids.length === 1 ? (ids[0] ?? null) : `(${ids.join(' OR ')})`
}

export function npmManifestLicence(json: string): string | null {
  const parsed = parseJson(json)
  return typeof parsed === 'string' ? null : npmLicence(parsed.fields)
}

/** Core metadata of a Python distribution: License-Expression (PEP 639), else License, else one classifier. */
export function pythonLicence(metadata: string): string | null {
  const [head = ''] = metadata.split(/\r?\n\r?\n/, 1)
  const valuesOf = (name: string) =>
    [...head.matchAll(new RegExp(`^${name}: (.*)$`, 'gim'))].map(([, value = '']) => value.trim())
  const classifiers = valuesOf('Classifier')
    .filter(each => each.startsWith('License :: OSI Approved :: '))
    .map(each => spdxOf(each.slice(each.lastIndexOf('::') + 2)))
  const [classified = null] = classifiers
  return (
    spdxOf(valuesOf('License-Expression')[0] ?? '') ??
    spdxOf(valuesOf('License')[0] ?? '') ??
    (classifiers.length === 1 ? classified : null)
  )
}

/** Older crates wrote `MIT/Apache-2.0` for a choice. */
export function cargoLicence(toml: string): string | null {
  const parsed = parseTomlTable(toml)
  if (typeof parsed === 'string') return null
  return spdxOf(text(fields(parsed.fields.package).license).replaceAll('/', ' OR '))
}
