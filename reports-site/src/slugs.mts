/** Which part of a URL stands for a name? Lower-case letters, digits, dots and dashes; never two alike. */

const LONGEST = 80

/** Names → slugs. Earlier names keep the plain slug when two would be alike, so old links stay what they were. */
export function slugsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>()
  const taken = new Set<string>()
  for (const name of names) {
    if (slugs.has(name)) continue
    const slug = free(slugOf(name), taken)
    taken.add(slug)
    slugs.set(name, slug)
  }
  return slugs
}

export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, LONGEST)
    .replace(/^[-.]+|[-.]+$/g, '')
  return slug === '' ? 'unnamed' : slug
}

function free(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug
  for (let number = 2; ; number++) {
    const next = `${slug}-${number}`
    if (!taken.has(next)) return next
  }
}
