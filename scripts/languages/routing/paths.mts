/** When are two spellings one path? `:id`, `<int:id>`, `[id]` and `{id:\d+}` are all `{id}`. */

const LONGEST = 500

/** Two parts with one slash between them, whatever they begin and end with. */
export function joined(base: string, path: string): string {
  if (path === '' || path === '/') return base
  const tail = path.startsWith('/') ? path : `/${path}`
  return (base.replace(/\/+$/, '') + tail).slice(0, LONGEST)
}

/** A path as all frameworks would spell it, and whether nothing in it is worked out while the program runs. */
export function spelled(raw: string): { readonly path: string; readonly isWhole: boolean } {
  const plain = raw
    .replace(/[?#].*$/s, mark => (mark.startsWith('?') && /^\?(\/|$)/.test(mark) ? mark : ''))
    .replace(/\{(\w+):path\}|<path:(\w+)>/g, '{$1$2*}')
    .replace(/\{(\w+):(?:[^{}]|\{[^{}]*\})*\}/g, '{$1}')
    .replace(/\{\*(\w*)\}/g, '{$1*}')
  const parts = plain
    .split('/')
    .filter(each => each !== '')
    .map(segment)
  const path = `/${parts.join('/')}`
  return { path, isWhole: !path.includes('$') }
}

function segment(text: string): string {
  if (text.includes('$')) return '{$}'
  const next = /^\[\[?(\.\.\.)?([^\]]+)\]\]?$/.exec(text)
  if (next !== null) return `{${next[2]}${next[1] === undefined ? '' : '*'}}`
  const star = /^(?:\*\*?|\(\.\*\))(\w*)$/.exec(text)
  if (star !== null) return `{${star[1] || 'rest'}*}`
  return text
    .replace(/<(?:[^:<>]*:)?([^<>]+)>/g, '{$1}')
    .replace(/:(\w+)(?:\([^()]*\))?[?*+]?/g, '{$1}')
}

/** What two paths that answer the same requests have in common: names of parameters do not matter. */
export const pathKey = (path: string): string => path.replace(/\{[^{}]*?(\*?)\}/g, '{$1}')

/** Whether requests to `asked` can reach `open`, whose parameters take anything. */
export function reaches(open: string, asked: string): boolean {
  const have = open.split('/')
  const want = asked.split('/')
  for (const [index, part] of have.entries()) {
    if (/^\{[^{}]*\*\}$/.test(part)) return true
    const other = want[index]
    if (other === undefined) return false
    if (part !== other && !part.includes('{')) return false
    if (part !== other && !literalParts(part).every(each => other.includes(each))) return false
  }
  return have.length === want.length
}

const literalParts = (part: string) => part.split(/\{[^{}]*\}/).filter(each => each !== '')
