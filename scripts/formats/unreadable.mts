/** Why does a report of another tool hold nothing for us? */

/** Its message ends a sentence that begins with the name of the file. */
export class Unreadable extends Error {}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable('is not well-formed JSON: it may be cut off')
  }
}
