/** What is made once for everybody who looks through the same lens? */

import type { Lens } from './lens.mts'

export function perLens<T>(make: (lens: Lens) => Promise<T>): (lens: Lens) => Promise<T> {
  const made = new WeakMap<Lens, Promise<T>>()
  return lens => {
    const answer = made.get(lens) ?? make(lens)
    made.set(lens, answer)
    return answer
  }
}
