/** Does an image that runs the program hold the tracing module? A module that is missing would keep it from starting. */

/** The line of a Dockerfile whose last stage copies named files or built folders only; null where the module comes along. */
export function leavesOut(text: string, module: string): number | null {
  const lines = text.split(/\r\n|\r|\n/)
  const last = lines.findLastIndex(line => /^\s*FROM\s/i.test(line))
  const base = /^\s*FROM\s+(?:--\S+\s+)?(\S+)/i.exec(lines[last] ?? '')?.[1] ?? ''
  const inherited = lines.findIndex(line =>
    new RegExp(`^\\s*FROM\\s.*\\sAS\\s+${base.replace(/\W/g, '\\$&')}\\s*$`, 'i').test(line),
  )
  const stage = inherited === -1 ? last : inherited
  const copies = lines.flatMap((line, index) => {
    const found = index > stage ? /^\s*(?:COPY|ADD)\s+(.*)$/i.exec(line) : null
    return found?.[1] === undefined ? [] : [{ line: index + 1, given: found[1] }]
  })
  if (copies.length === 0 || copies.some(({ given }) => isWhole(given, module))) return null
  return copies.at(-1)?.line ?? null
}

function isWhole(given: string, module: string): boolean {
  const words = given
    .replace(/["[\],]/g, ' ')
    .trim()
    .split(/\s+/)
  const sources = words.filter(word => !word.startsWith('--')).slice(0, -1)
  const folders = module.split('/').slice(0, -1)
  const inside = folders.map((_, index) => folders.slice(0, index + 1).join('/'))
  const isFromStage = words.some(word => word.startsWith('--from'))
  return sources.some(each => {
    const path = each.replace(/^\.\//, '').replace(/\/$/, '')
    if (path === '.' || path === '' || path === '*' || inside.includes(path)) return true
    const isApplication = /^\/(?:usr\/src\/|home\/node\/|opt\/|srv\/)?[\w-]+$/.test(path)
    return isFromStage && isApplication
  })
}
