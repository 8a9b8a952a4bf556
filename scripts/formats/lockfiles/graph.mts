/** What does a starting point bring in with it? Decides what is for development only. */

/** Every node that can be reached, the starting ones included. Cycles are welcome. */
export function reachable<T>(starts: Iterable<T>, next: (node: T) => Iterable<T>): Set<T> {
  const reached = new Set(starts)
  const waiting = [...reached]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const other of next(node)) {
      if (reached.has(other)) continue
      reached.add(other)
      waiting.push(other)
    }
  }
  return reached
}
