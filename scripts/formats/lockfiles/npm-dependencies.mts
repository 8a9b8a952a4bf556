/** Which dependencies does a package.json declare, and which of them only for development? */

import { type Fields, fields, text } from '../../core/untyped.mts'
import { parseJson } from '../parse.mts'

export interface Declared {
  readonly name: string
  /** Range, tag, alias or address, as written. */
  readonly spec: string
  readonly dev: boolean
}

/** Peer dependencies are declared for whoever installs the package: asked for, never installed alone. */
export function declaredIn(manifest: Fields, withPeers = false): readonly Declared[] {
  const runtime = [
    'dependencies',
    'optionalDependencies',
    ...(withPeers ? ['peerDependencies'] : []),
  ].flatMap(section => Object.entries(fields(manifest[section])))
  const shipped = new Set(runtime.map(([name]) => name))
  const development = Object.entries(fields(manifest.devDependencies))
  return [
    ...runtime.map(([name, spec]) => ({ name, spec: text(spec), dev: false })),
    ...development
      .filter(([name]) => !shipped.has(name))
      .map(([name, spec]) => ({ name, spec: text(spec), dev: true })),
  ]
}

/** Null when there is no such manifest or it is not JSON. */
export function manifestFrom(json: string | null): Fields | null {
  const parsed = json === null ? 'missing' : parseJson(json)
  return typeof parsed === 'string' ? null : parsed.fields
}

/** The real name and range behind an alias: `npm:ms@0.7.1` installs ms. */
export function unaliased(name: string, spec: string): { name: string; spec: string } {
  if (!spec.startsWith('npm:')) return { name, spec }
  const target = spec.slice('npm:'.length)
  const at = target.indexOf('@', 1)
  if (at < 0)
    return /^[\dv^~<>=*]/.test(target) ? { name, spec: target } : { name: target, spec: '' }
  return { name: target.slice(0, at), spec: target.slice(at + 1) }
}
