/** What may a shipworthy.yml say? Writes the answer for editors: `node scripts/schema.mts`, after a skill changed. */

import { writeFile } from 'node:fs/promises'
import { $, cd } from 'zx'
import { policySchema } from './core/config/schema.mts'
import { skills } from './doors/skills.mts'
import { home } from './edge/places.mts'
import { defaultPolicy } from './policy.mts'

cd(home)
await writeFile('shipworthy.schema.json', JSON.stringify(policySchema(defaultPolicy, skills)))
await $({ quiet: true })`node_modules/.bin/biome format --write shipworthy.schema.json`
