#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** How does a skill begin? With a door that already answers, a test with a golden, a type for its evidence and a place among the others. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import mustache from 'mustache'
import { UserFault } from './core/fault.mts'
import { main } from './doors/main.mts'
import { hasEvidence, pascalCase, withEntry, withEvidence } from './doors/scaffold.mts'
import { home, isCheckout } from './edge/places.mts'

const EVIDENCE = 'scripts/core/evidence.mts'
const REGISTRY = 'scripts/doors/skills.mts'

/** Longer names would break the lines that hold them twice. */
const LONGEST_NAME = 29

interface Page {
  readonly path: string
  readonly text: string
  readonly isProgram?: boolean
}

const program = new Command('new-skill.mts')
  .description('Scaffold a skill: door, test, golden, evidence type, registry line')
  .argument('<name>', 'what it does, in two words or more: licence-checker')

await main(program, async (id: string) => {
  refuseBadName(id)
  const made = newPages(id)
  for (const { path } of made)
    if (existsSync(join(home, path)))
      throw new UserFault(`${path} exists already: choose another name or remove it first.`)
  const edited = editedPages(id)
  for (const page of [...made, ...edited]) write(page)
  const paths = [...made, ...edited].map(({ path }) => path)
  process.stdout.write(
    `${paths.join('\n')}\n\nNext: node --test ${made[1]?.path}, then type your own evidence into it.\n`,
  )
  return 0
})

function refuseBadName(id: string): void {
  if (!isCheckout)
    throw new UserFault('Skills are written in a checkout: clone Shipworthy and run it there.')
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id) || id.length > LONGEST_NAME)
    throw new UserFault(
      `"${id}" is no name for a skill: use two words or more like licence-checker, at most ${LONGEST_NAME} characters.`,
    )
  if (hasEvidence(read(EVIDENCE), id))
    throw new UserFault(`${EVIDENCE} has a skill ${id} already: choose another name.`)
}

function newPages(id: string): readonly Page[] {
  return [
    { path: `scripts/skills/${id}.mts`, text: render('door', id), isProgram: true },
    { path: `test/skills/${id}.test.mts`, text: render('test', id) },
    // node:test keeps its snapshots without a last line break
    { path: `test/skills/golden/${id}.json`, text: render('golden', id).trimEnd() },
  ]
}

function editedPages(id: string): readonly Page[] {
  return [
    { path: EVIDENCE, text: withEvidence(read(EVIDENCE), render('evidence', id), id) },
    { path: REGISTRY, text: withEntry(read(REGISTRY), id) },
  ]
}

function render(part: string, id: string): string {
  const template = read(`templates/skill/${part}.mustache`)
  return mustache.render(template, { id, pascal: pascalCase(id) }, {}, { escape: String })
}

function read(path: string): string {
  return readFileSync(join(home, path), 'utf8')
}

function write({ path, text, isProgram }: Page): void {
  const file = join(home, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, isProgram === true ? { mode: 0o755 } : {})
}
