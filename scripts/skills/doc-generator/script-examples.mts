/** Does an example of JavaScript or TypeScript still find what it uses of the project? Each is a module of its own in the package it stands in. */

import type { Executed, Workspace } from '../../core/lens.mts'
import { foldersUp } from '../../core/paths.mts'
import { type Example, unsure, type Verdict } from './example.mts'

const SECONDS = 15

/** No example asks the network or waits for anybody: whoever tries is told so, and proves nothing. Its package is there by name. */
const PRELUDE = `data:text/javascript,${encodeURIComponent(`
import { mkdirSync, symlinkSync } from 'node:fs'
import net from 'node:net'
import { cwd, env } from 'node:process'
const refuse = () => { throw new Error('examples run without a network') }
net.Socket.prototype.connect = refuse
net.Server.prototype.listen = refuse
const link = 'node_modules/' + env.EXAMPLE_PACKAGE
try { mkdirSync(link.slice(0, link.lastIndexOf('/')), { recursive: true }) } catch {}
try { symlinkSync(cwd(), link, 'dir') } catch {}
`)}`

/** @param packages Folder → name of the packages of the project. */
export async function runScript(
  workspace: Workspace,
  { path, text, language, isPromised }: Example,
  packages: ReadonlyMap<string, string>,
): Promise<Verdict> {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const home = [...foldersUp(folder)].find(each => packages.has(each))
  if (home === undefined) return unsure('it stands in no package')
  const isCommon = /\brequire\(/.test(text) && !/^\s*(import|export)\b/m.test(text)
  const type = /^(ts|typescript|mts)$/i.test(language) ? '-typescript' : ''
  const ended = await workspace.execute({
    file: 'node',
    args: [
      `--input-type=${isCommon ? 'commonjs' : 'module'}${type}`,
      ...['--import', PRELUDE, '--eval', text],
    ],
    cwd: home,
    env: {
      HOME: workspace.folder,
      NODE_NO_WARNINGS: '1',
      EXAMPLE_PACKAGE: packages.get(home) ?? '',
    },
    seconds: SECONDS,
    isOffline: true,
  })
  if (ended.isTimedOut) return unsure(`it did not end within ${SECONDS} s`)
  if (ended.exitCode === 0) return { verdict: 'works', why: '' }
  const error = errorOf(ended)
  const why = isPromised ? error : blamed(error, text, new Set(packages.values()))
  return why === null ? unsure(error) : { verdict: 'broken', why }
}

const errorOf = ({ stderr }: Executed): string =>
  /^(?:Uncaught )?(\w*Error\b.*)$/m.exec(stderr)?.[1] ?? 'it ends with an error'

/** What only the project itself can be blamed for; null where others may be. */
function blamed(error: string, text: string, names: ReadonlySet<string>): string | null {
  const isOwn = (written: string) => names.has(/^(?:@[^/]+\/)?[^/]+/.exec(written)?.[0] ?? '')
  const [, from, name] =
    /requested module '([^']+)' does not provide an export named '([^']+)'/.exec(error) ??
    /Named export '([^']+)' not found/.exec(error) ??
    []
  if (from !== undefined && name !== undefined)
    return isOwn(from) ? `${from} does not export ${name}` : null
  const [, subpath, manifest] =
    /Package subpath '([^']+)' is not defined by "exports" in (\S+)/.exec(error) ?? []
  if (subpath !== undefined)
    return manifest?.includes('node_modules') ? null : `its package does not export ${subpath}`
  if (error.startsWith('AssertionError')) return `what it asserts is not so (${error})`
  const [, object = '', member] = /^TypeError: (\w+)\.(\w+) is not a/.exec(error) ?? []
  const source = sourceOf(object, text)
  return source !== null && isOwn(source) ? `${source} has no ${member} to call` : null
}

/** From where a block brings a whole module under this name. */
function sourceOf(name: string, text: string): string | null {
  const brought =
    /\bimport\s+(?:\*\s+as\s+)?(\w+)\s+from\s+['"]([^'"]+)['"]|\b(?:const|let|var)\s+(\w+)\s*=\s*require\(['"]([^'"]+)['"]\)/g
  for (const [, imported, from, required, module] of text.matchAll(brought))
    if ((imported ?? required) === name) return from ?? module ?? null
  return null
}
