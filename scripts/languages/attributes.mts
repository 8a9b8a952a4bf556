/** What does .gitattributes say about a path? Only linguist's words, by which projects mark what they did not write. */

import ignore, { type Ignore } from 'ignore'

export interface LinguistAttributes {
  readonly vendored?: boolean
  readonly generated?: boolean
  readonly documentation?: boolean
}

const WORDS = ['vendored', 'generated', 'documentation'] as const

interface Line {
  readonly folder: string
  readonly pattern: Ignore
  readonly set: LinguistAttributes
}

/** `files` holds each .gitattributes by its path; deeper and later lines win, as in git. */
export function attributesOf(
  files: readonly { readonly path: string; readonly text: string }[],
): (path: string) => LinguistAttributes {
  const lines = [...files]
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length)
    .flatMap(({ path, text }) => parse(path.replace(/[^/]*$/, ''), text))
  return path => {
    let all: LinguistAttributes = {}
    for (const { folder, pattern, set } of lines) {
      const below = path.startsWith(folder) ? path.slice(folder.length) : ''
      if (below !== '' && pattern.ignores(below)) all = { ...all, ...set }
    }
    return all
  }
}

function parse(folder: string, text: string): Line[] {
  return text
    .split('\n')
    .slice(0, 10_000)
    .flatMap(line => {
      const [glob, ...words] = line.trim().split(/\s+/)
      if (glob === undefined || glob === '' || /^[#!]/.test(glob)) return []
      const set = Object.fromEntries(
        WORDS.flatMap(name => {
          const word = words.find(
            each => each.replace(/^[-!]/, '').split('=')[0] === `linguist-${name}`,
          )
          return word === undefined ? [] : [[name, !/^[-!]/.test(word) && !word.endsWith('=false')]]
        }),
      )
      return Object.keys(set).length === 0 ? [] : [{ folder, pattern: ignore().add(glob), set }]
    })
}
