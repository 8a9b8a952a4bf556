/** How is the same question asked only once in a run? Each git process costs more than its answer. */

import type { Cache } from './cache.mts'

/** More than one run asks at a time, and a bound on what hundreds of releases in one process leave behind. */
const KEPT = 16

/** Remembers the latest answers by the texts among the arguments, wherever else they are kept; a project does not change its commits while it is assessed. */
export function once<A extends readonly (string | undefined | Cache)[], T>(
  ask: (...given: A) => Promise<T>,
): (...given: A) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (...given) => {
    const texts = given.filter(each => typeof each !== 'object')
    // What is left out at the end is the same as not given.
    const key = JSON.stringify(texts.slice(0, texts.findLastIndex(each => each !== undefined) + 1))
    const answer = answers.get(key) ?? ask(...given)
    answers.delete(key)
    answers.set(key, answer)
    const [oldest] = answers.keys()
    if (answers.size > KEPT && oldest !== undefined) answers.delete(oldest)
    return answer
  }
}
