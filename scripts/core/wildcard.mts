/** Does a name fit a pattern that people write? `*` stands for anything, every other sign for itself. */

export function matchesWildcard(pattern: string, name: string): boolean {
  const literal = pattern.split('*').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('.*')}$`, 's').test(name)
}
