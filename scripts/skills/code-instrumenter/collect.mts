/** Which ecosystems does the project serve requests from? Each has a folder of its own; a new one is one line here. */

import type { InstrumentationEvidence } from '../../core/evidence.mts'
import type { Lens } from '../../core/lens.mts'
import { type NoEvidence, notApplicable } from '../../core/skill.mts'
import { collectJava } from './java/collect.mts'
import { collectJavaScript } from './javascript/collect.mts'
import { collectPython } from './python/collect.mts'

const ECOSYSTEMS: readonly ((lens: Lens) => Promise<InstrumentationEvidence | null>)[] = [
  collectPython,
  collectJavaScript,
  collectJava,
]

export async function collectServices(lens: Lens): Promise<InstrumentationEvidence | NoEvidence> {
  const found = await Promise.all(ECOSYSTEMS.map(collect => collect(lens)))
  const some = found.filter(each => each !== null)
  return some.length === 0
    ? notApplicable(
        'no FastAPI, Starlette, Flask, Django, Express, Fastify, Koa, NestJS, Next.js or Spring Boot application was found',
      )
    : {
        services: some.flatMap(({ services }) => services),
        faults: some.flatMap(({ faults }) => faults),
      }
}
