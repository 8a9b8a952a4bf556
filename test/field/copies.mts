/**
 * What do copies alone cost us? The sources are listed, read, parsed and looked through for copies, and nothing else:
 * `node test/field/copies.mts PROJECT`. One parse makes all facts of a file, so theirs is the upper bound.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TokenFacts } from '../../scripts/core/facts.mts'
import { unpack } from '../../scripts/edge/facts-packet.mts'
import { getReady, parseAll } from '../../scripts/edge/facts-pool.mts'
import { fields, git } from '../../scripts/edge/git.mts'
import { decode } from '../../scripts/edge/text.mts'
import { languageOf, roleOf } from '../../scripts/languages/classify.mts'
import { duplication } from '../../scripts/skills/refactor-assistant/clones.mts'

getReady()
const [project = '.'] = process.argv.slice(2)
const files = fields(await git(project, ['ls-files', '-z'])).flatMap(path => {
  const [language, role] = [languageOf(path), roleOf(path)]
  return language !== null && (role === 'source' || role === 'test')
    ? [{ path, language, role }]
    : []
})
const tokens: TokenFacts[] = []
await parseAll(
  files.map(({ path, language }) => ({
    path,
    language,
    text: async () => decode(readFileSync(join(project, path))),
  })),
  some => {
    for (const { index, packet } of some) tokens[index] = unpack('tokens', packet.tokens)
  },
)
for (const wanted of ['source', 'test'])
  console.log(
    wanted,
    duplication(
      files.flatMap(({ path, role }, at) =>
        role === wanted ? [{ path, tokens: tokens[at] as TokenFacts }] : [],
      ),
      { cloneTokens: 50, cloneLines: 5 },
    ).clones.length,
  )
