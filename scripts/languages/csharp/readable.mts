/** How is a C# text written so that its grammar reads it? One branch of each `#if`, and no empty collection expression. */

const DIRECTIVE = /^[ \t]*#[ \t]*(if|elif|else|endif)\b/
/** `[]` where a value stands; as a type (`int[]`) it follows a name. */
const EMPTY_COLLECTION = /(?<=([=(,?:{]|\breturn)\s{0,200})\[\](?=\s{0,200}[;,)}.:])/g

/**
 * The first branch of each `#if`: some branches are no whole statement, and no grammar reads all of them at once.
 * What goes becomes blanks, and `[]` a number of two digits, so that offsets and lines stay.
 */
export function readable(text: string): string {
  return firstBranches(text).replace(EMPTY_COLLECTION, '00')
}

function firstBranches(text: string): string {
  if (!/^[ \t]*#[ \t]*if\b/m.test(text)) return text
  /** Of each open `#if`, whether what is read now is to stay. */
  const open: boolean[] = []
  return text
    .split(/(?<=\n|\r(?!\n))/)
    .map(line => {
      const directive = DIRECTIVE.exec(line)?.[1]
      if (directive === undefined) return open.includes(false) ? blank(line) : line
      if (directive === 'if') open.push(true)
      else if (directive === 'endif') open.pop()
      else if (open.length > 0) open[open.length - 1] = false
      return blank(line)
    })
    .join('')
}

const blank = (line: string): string => line.replace(/[^\r\n]/g, ' ')
