/** Which files hold secrets? Each content is read once for the cache, which keeps kinds and lines and never a value. */

import type { SecretFacts } from '../core/facts.mts'
import type { Answer, ProjectFile } from '../core/lens.mts'
import { findSecrets, isEnvironment } from '../formats/secrets/find.mts'
import { type Cache, factsVersion } from './cache.mts'
import { sourceFolder } from './places.mts'
import { GONE } from './tree.mts'

type Row = { readonly path: string; readonly secrets: readonly SecretFacts[] }

/** Files read at a time. */
const ABREAST = 64

const encode = (secrets: readonly SecretFacts[]) =>
  new TextEncoder().encode(JSON.stringify(secrets))

let version: string | undefined

export async function readSecrets(
  files: readonly ProjectFile[],
  text: (path: string) => Promise<Answer<string>>,
  cache: Cache,
): Promise<readonly Row[]> {
  version ??= factsVersion(sourceFolder('formats/secrets'))
  const written = files.filter(({ role }) => ['source', 'test', 'other'].includes(role))
  const keyOf = ({ oid, path }: ProjectFile) =>
    `${version}:secrets:${oid}${isEnvironment(path) ? ':env' : ''}`
  const kept = cache.read(written.map(keyOf))
  const rows = new Map<string, readonly SecretFacts[]>()
  const unknown: ProjectFile[] = []
  for (const file of written) {
    const bytes = kept.get(keyOf(file))
    if (bytes === undefined) unknown.push(file)
    else if (bytes.length > 0) rows.set(file.path, JSON.parse(new TextDecoder().decode(bytes)))
  }
  const fresh = new Map<string, Uint8Array>()
  for (let i = 0; i < unknown.length; i += ABREAST)
    await Promise.all(
      unknown.slice(i, i + ABREAST).map(async file => {
        const content = await text(file.path)
        const secrets = content.ok ? findSecrets(file.path, content.value) : []
        if (secrets.length > 0) rows.set(file.path, secrets)
        if (content.ok || content.why !== GONE.why)
          fresh.set(keyOf(file), secrets.length > 0 ? encode(secrets) : new Uint8Array())
      }),
    )
  cache.write(fresh)
  return written.flatMap(({ path }) => {
    const secrets = rows.get(path)
    return secrets === undefined ? [] : [{ path, secrets }]
  })
}
