/** Which scripts of a package.json run tinybench or mitata, and how do they leave results? Through a hook of ours: neither writes a file by itself. */

import type { Command } from '../../core/lens.mts'
import { quoted } from '../../core/shell.mts'
import { isFields, members } from '../../core/untyped.mts'

export interface ScriptBench {
  /** Of the manifest: '' or with a trailing slash. */
  readonly folder: string
  readonly script: string
  readonly text: string
  /** Files that the script names and that use a harness. */
  readonly entries: readonly string[]
}

/** Files that may hold such benchmarks, by their path alone. */
export const mayHoldBench = (path: string): boolean => /bench[^/]*(\/.*)?\.[cm]?[jt]s$/i.test(path)

const USES = /\b(?:from|import|require)\b\s*\(?\s*['"](?:tinybench|mitata)['"]/
const SCRIPT = /^bench(mark)?s?(:|$)/
/** What obeys the options of Node: Bun and Deno do not. */
const NODE = /(^|[\s;&|])(node|tsx|ts-node|jiti)\s/

/** A script that only leads to others (`npm run bench:a`) names no file. */
export function scriptBenches(
  paths: readonly string[],
  text: (path: string) => string | null,
): ScriptBench[] {
  const known = new Set(paths.filter(path => mayHoldBench(path) && USES.test(text(path) ?? '')))
  if (known.size === 0) return []
  return paths
    .filter(path => /(^|\/)package\.json$/.test(path))
    .flatMap(path => {
      const folder = path.slice(0, -'package.json'.length)
      return scriptsIn(text(path)).flatMap(([script, command]) => {
        const named = command.match(/[^\s"'=;&|]+\.[cm]?[jt]s\b/g) ?? []
        const entries = named.map(file => folder + file.replace(/^\.\//, ''))
        const used = entries.filter(file => known.has(file))
        return SCRIPT.test(script) && NODE.test(command) && used.length > 0
          ? [{ folder, script, text: command, entries: [...new Set(used)] }]
          : []
      })
    })
}

function scriptsIn(manifest: string | null): [string, string][] {
  try {
    const json: unknown = JSON.parse(manifest ?? '')
    return isFields(json)
      ? members(members(json, 'scripts')).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        )
      : []
  } catch {
    return []
  }
}

/** Runs the script as its author wrote it; each process that used a harness leaves one file for each of its runs in `output`. */
export function benchScript({ folder, text }: ScriptBench, output: string): Command {
  const script = [
    `rm -rf ${output}; mkdir -p ${output}`,
    'export PATH="$PWD/node_modules/.bin:$PATH"',
    `cat > ${output}/hook.mjs <<'END_OF_HOOK'\n${HOOK}\nEND_OF_HOOK`,
    `export NODE_OPTIONS="$NODE_OPTIONS --import \\"$PWD/${output}/hook.mjs\\""`,
    ...(folder === '' ? [] : [`cd ${quoted(folder)}`, 'PATH="$PWD/node_modules/.bin:$PATH"']),
    `{ ${text}\n}`,
  ]
  return { file: 'sh', args: ['-c', script.join('\n')], env: { CI: 'true' } }
}

/**
 * At the end of the real module its `Bench` or `run` is wrapped: results are written down once a run has ended, so nothing
 * of ours runs while something is timed. Of many samples every k-th is kept (mitata hands them sorted).
 */
const HOOK = `
import { registerHooks } from 'node:module'
import { writeFileSync } from 'node:fs'
import { pid } from 'node:process'
let nth = 0
globalThis[Symbol.for('shipworthy.bench')] = result => {
  const thin = list => {
    const k = Math.ceil(list.length / 1000)
    return list.filter((_, at) => at % k === k >> 1)
  }
  const plain = (key, value) => {
    if (key === 'debug') return undefined
    if (key === 'samples' && Array.isArray(value)) return thin(value)
    if (typeof value === 'bigint') return Number(value)
    return value instanceof Error ? { message: value.message } : value
  }
  const file = new URL(pid + '-' + (nth += 1) + '.json', import.meta.url)
  writeFileSync(file, JSON.stringify(result, plain))
}
const keep = "globalThis[Symbol.for('shipworthy.bench')]"
const wrappers = {
  tinybench: Bench =>
    "for (const name of ['run', 'runSync']) { const real = " + Bench + ".prototype[name]; if (real) " + Bench +
    ".prototype[name] = function (...given) { const told = tasks => { " + keep +
    "(tasks.map(({ name, result }) => ({ name, result }))); return tasks }; const said = real.apply(this, given);" +
    " return typeof said.then === 'function' ? said.then(told) : told(said) } }",
  mitata: run =>
    run + " = (real => async (...given) => { const said = await real(...given); " + keep + "(said); return said })(" + run + ")",
}
const exported = { tinybench: 'Bench', mitata: 'run' }
const found = new Map()
registerHooks({
  resolve(name, context, next) {
    const at = next(name, context)
    if (Object.hasOwn(wrappers, name)) found.set(at.url, name)
    return at
  },
  load(url, context, next) {
    const loaded = next(url, context)
    const name = found.get(url)
    if (name === undefined || !loaded.source) return loaded
    const text = String(loaded.source instanceof Uint8Array ? new TextDecoder().decode(loaded.source) : loaded.source)
    const wanted = exported[name]
    const local = loaded.format === 'commonjs' ? 'module.exports.' + wanted
      : new RegExp('([\\\\w$]+) as ' + wanted + '\\\\b').exec(text)?.[1] ?? wanted
    return { ...loaded, source: text + '\\n;' + wrappers[name](local) }
  },
})
`
