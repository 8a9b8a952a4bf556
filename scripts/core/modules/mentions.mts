/** Which modules does a text name, and which does it import? For texts that no parser of ours reads. */

/** Words with a slash, or the ending of a code file. */
const TOKEN = /[\w@~.\-/*]{2,200}/g
const CODE_ENDING = /\.(?:[cm]?[jt]sx?|pyi?)$/
const IMPORT = /\b(?:from|import|require)\b[ \t]{0,9}\(?[ \t\n]{0,9}["'`]([^"'`\n]{1,300})["'`]/g
const SOURCE = /\b(?:src|href)[ \t]{0,9}=[ \t]{0,9}["']([^"'\n]{1,300})["']/g
const PYTHON_IMPORT =
  /^[ \t]{0,99}(?:from[ \t]{1,9}([\w.]{1,200})[ \t]{1,9}import[ \t]{1,9}([\w, \t*]{0,300})|import[ \t]{1,9}([\w.]{1,200}))/gm

export const tokensOf = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(TOKEN)].flatMap(([token]) =>
      CODE_ENDING.test(token) || /\w\/\w/.test(token) ? [token] : [],
    ),
  ),
]

/** Specifiers of what looks like an import of JavaScript, or like a page's script. */
export const importsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(IMPORT), ...text.matchAll(SOURCE)].map(([, source = '']) => source)),
]

/** What looks like an import of Python. */
export const pythonImportsIn = (text: string): { source: string; names: string[] }[] =>
  [...text.matchAll(PYTHON_IMPORT)].map(([, source, names = '', plain = '']) =>
    source === undefined
      ? { source: plain, names: ['*'] }
      : { source, names: names.split(',').flatMap(name => /\w+|\*/.exec(name)?.[0] ?? []) },
  )
