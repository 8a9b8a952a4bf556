/** Who else could have done this part? Well-known tools in their own folder, in the versions that registries give today. */

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Command } from './cost.mts'

export interface Peer {
  readonly name: string
  command(project: string): Command
}

const ESLINT_CONFIG = `import parser from '@typescript-eslint/parser'
export default [{
  files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
  languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
  rules: { complexity: ['warn', 20] },
  linterOptions: { reportUnusedDisableDirectives: 'off', noInlineConfig: true },
}]
`

/** ESLint with the rule complexity alone, on as many threads as it likes. */
async function eslint(folder: string): Promise<Peer> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"private":true}')
  await writeFile(join(folder, 'eslint.config.mjs'), ESLINT_CONFIG)
  const packages = ['eslint@10', '@typescript-eslint/parser@8', 'typescript@5']
  await execa('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: folder })
  const file = join(folder, 'node_modules/.bin/eslint')
  const { stdout } = await execa(file, ['--version'])
  const config = ['--config', join(folder, 'eslint.config.mjs'), '--concurrency', 'auto']
  return {
    name: `ESLint ${stdout.replace('v', '')}, rule complexity only`,
    command: project => ({
      file,
      args: [...config, '--format', 'json', '--output-file', join(folder, 'report.json'), '.'],
      cwd: project,
      fine: [0, 1],
    }),
  }
}

async function radon(folder: string): Promise<Peer> {
  await execa('python3', ['-m', 'venv', folder])
  await execa(join(folder, 'bin/pip'), ['install', '--quiet', 'radon==6.0.1'])
  const file = join(folder, 'bin/radon')
  return {
    name: 'radon 6.0.1 (cc -s -a)',
    command: project => ({ file, args: ['cc', '-s', '-a', project] }),
  }
}

/** A program of npm in a folder of its own, called in the project. */
async function npmProgram(folder: string, version: string, args: readonly string[]): Promise<Peer> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"private":true}')
  await execa('npm', ['install', '--no-audit', '--no-fund', version], { cwd: folder })
  const [name = ''] = version.split('@')
  const file = join(folder, 'node_modules/.bin', name)
  return {
    name: `${version.replace('@', ' ')} (${args.filter(each => each !== '.').join(' ')})`,
    command: project => ({ file, args, cwd: project, fine: [0, 1] }),
  }
}

/** By what each is measured: all of the code, one language's, or copies alone. */
export interface Peers {
  readonly javascript: Peer
  readonly python: Peer
  readonly health: Peer
  readonly copies: Peer
}

/** Without its cache: it would keep it in the project from round to round. */
const HEALTH = ['health', '--quiet', '--report-only', '--no-cache', '--format', 'json']
const COPIES = ['.', '--silent', '--min-tokens', '50', '--min-lines', '5']

export async function peers(folder: string): Promise<Peers> {
  return {
    health: await npmProgram(join(folder, 'fallow'), 'fallow@3.36.0', HEALTH),
    copies: await npmProgram(join(folder, 'jscpd'), 'jscpd@5.3.3', COPIES),
    javascript: await eslint(join(folder, 'eslint')),
    python: await radon(join(folder, 'radon')),
  }
}
