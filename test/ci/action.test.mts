/** Does `uses: OWNER/shipworthy@REF` work? The steps of the composite action are executed in order, on a clone of a project. */

import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { parse } from 'yaml'
import { checkout } from '../support/checkout.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'
import { checkOut, openMachine, shell } from './machine.mts'
import { PROJECT } from './project.mts'

const root = join(import.meta.dirname, '../..')

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>
  readonly runs: { readonly steps: readonly { readonly env: object; readonly run: string }[] }
}

/** What a job says that uses the action with these inputs; `folder` is where it may write. */
async function used(t: TestContext, wish: (folder: string) => Readonly<Record<string, string>>) {
  const { inputs, runs }: Action = parse(readFileSync(join(root, 'action.yml'), 'utf8'))
  const folder = temporaryFolder(t)
  const project = testRepo(t)
  const ref = project.commit(PROJECT)
  const [workspace, temporary] = [join(folder, 'work'), join(folder, 'tmp')]
  mkdirSync(temporary)
  const base = openMachine(folder).environment(folder, temporary)
  await checkOut({ remote: project.dir, origin: 'https://github.com/o/r', ref }, workspace, base)
  const given: Readonly<Record<string, string>> = wish(folder)
  const said = []
  for (const { run, env } of runs.steps) {
    const filled = Object.entries(env).map(([name, value]) => [
      name,
      String(value).replace(
        /^\$\{\{ inputs\.(\w+) \}\}$/,
        (_, input) => given[input] ?? inputs[input]?.default ?? '',
      ),
    ])
    const variables = { ...base, ...Object.fromEntries(filled), GITHUB_ACTION_PATH: checkout(t) }
    said.push(
      await shell(run, workspace, { ...variables, SHIPWORTHY_CACHE: join(folder, 'cache') }),
    )
  }
  return { folder, workspace, said }
}

test('a job assesses with the defaults, and with arguments of its own', async t => {
  const { folder, said } = await used(t, folder => ({
    arguments: `--offline --data ${folder}/history --markdown ${folder}/summary.md`,
  }))
  assert.deepEqual(
    said.map(({ code }) => code),
    [0],
    said[0]?.text,
  )
  assert.match(said[0]?.text ?? '', /Gate +\d+ passed/)
  assert.doesNotMatch(said[0]?.text ?? '', /not enforced/)
  assert.ok(existsSync(join(folder, 'history/runs')))
  assert.match(readFileSync(join(folder, 'summary.md'), 'utf8'), / \/ 100/)
})

test('what a shell would obey in an input is a word to it', async t => {
  const { workspace, said } = await used(t, () => ({ arguments: '$(touch x) ; touch y' }))
  assert.equal(said[0]?.code, 2)
  assert.equal(existsSync(join(workspace, 'x')) || existsSync(join(workspace, 'y')), false)
})
