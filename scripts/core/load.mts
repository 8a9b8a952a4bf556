/** What is asked of an app under load, and how fast did it answer? */

import type { OperationSteps } from './traces/side-by-side.mts'

export interface LoadRequest {
  readonly method: string
  /** With query, from the root. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export interface LoadSpec {
  /** Shell command that starts the app; it is told `PORT`, and `{port}` in it stands for the same. */
  readonly start: string
  readonly requests: readonly LoadRequest[]
  /** Requests a second, all together. */
  readonly rate: number
  readonly seconds: number
  /** Seconds of the same load before anything counts. */
  readonly warmUp: number
}

interface LoadStart {
  /** The part of the time between two requests that this load waits longer than the first one. */
  readonly share: number
  /** Titles of the requests that every app answers: only under the same load are two of them comparable. */
  readonly common: ReadonlySet<string>
}

/** When a load that is compared with another may begin: told what its app answers, it resolves once all apps were tried. */
export type LoadTurn = (answered: readonly string[]) => Promise<LoadStart>

/** Turns for loads that begin together, each a little after the one before; who does not come must `leave`. */
export function meeting(count: number): {
  readonly turns: readonly LoadTurn[]
  leave(nth: number): void
} {
  const here = new Map<number, readonly string[] | null>()
  const { promise, resolve } = Promise.withResolvers<ReadonlySet<string>>()
  const arrive = (nth: number, answered: readonly string[] | null) => {
    if (!here.has(nth)) here.set(nth, answered)
    if (here.size < count) return
    const [first = [], ...others] = [...here.values()].filter(each => each !== null)
    resolve(new Set(first.filter(title => others.every(each => each.includes(title)))))
  }
  const turns = Array.from({ length: count }, (_, nth) => async (answered: readonly string[]) => {
    arrive(nth, answered)
    return { share: nth / count, common: await promise }
  })
  return { turns, leave: nth => arrive(nth, null) }
}

export interface LoadRun {
  /** Of each request that the app answers: the times of all its answers in ms, in the order they were sent. */
  readonly timings: readonly { readonly title: string; readonly ms: readonly number[] }[]
  /** Requests that are no measurement, and why: sentences. */
  readonly leftOut: readonly string[]
}

export interface TracedRun extends LoadRun {
  /** Where the time of each operation went, by the traces of this load; empty where the app sent none. */
  readonly steps: readonly OperationSteps[]
}

export const titleOfRequest = ({ method, path }: Pick<LoadRequest, 'method' | 'path'>): string =>
  `${method} ${path}`

/** Whether an operation of the traces (`GET /items/:id`) is the one this request (`GET /items/1?x=y`) reaches. */
export function isRequestOf(title: string, operation: string): boolean {
  const [asked, served] = [title.replace(/[?#].*$/, ''), operation].map(text => text.split('/'))
  return (
    asked?.length === served?.length &&
    (asked ?? []).every((part, nth) => {
      const other = served?.[nth] ?? ''
      return part === other || /^(?::.+|\{.*\}|<.+>|\[.+\])$/.test(other)
    })
  )
}
