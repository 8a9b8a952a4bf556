/** What does .gitattributes say about a path? Only linguist's words, by which projects mark what they did not write. */

import picomatch from 'picomatch'
import { baseOf } from '../core/paths.mts'

export interface LinguistAttributes {
  readonly vendored?: boolean
  readonly generated?: boolean
  readonly documentation?: boolean
}

/** Of Linux: no path is longer. */
const LONGEST_PATTERN = 4096

const WORDS = ['vendored', 'generated', 'documentation'] as const

interface Line {
  readonly folder: string
  readonly matches: (below: string) => boolean
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
    for (const { folder, matches, set } of lines) {
      const below = path.startsWith(folder) ? path.slice(folder.length) : ''
      if (below !== '' && matches(below)) all = { ...all, ...set }
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
      if (!glob || glob.length > LONGEST_PATTERN || /^[#!]/.test(glob)) return []
      const set = Object.fromEntries(
        WORDS.flatMap(name => {
          const word = words.find(
            each => each.replace(/^[-!]/, '').split('=')[0] === `linguist-${name}`,
          )
          return word === undefined ? [] : [[name, !/^[-!]/.test(word) && !word.endsWith('=false')]]
        }),
      )
      return Object.keys(set).length === 0 ? [] : [{ folder, matches: matcherOf(glob), set }]
    })
}

/** Unlike in .gitignore, a pattern that fits a folder says nothing of the files in it, and without a slash it is about names. */
function matcherOf(glob: string): Line['matches'] {
  const fits = picomatch(glob.replace(/^\//, ''), { dot: true, nobrace: true, noextglob: true })
  return glob.includes('/') ? fits : below => fits(baseOf(below))
}
