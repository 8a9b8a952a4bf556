/** What is asked of an app under load, and how fast did it answer? */

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

export interface LoadRun {
  /** Of each request that the app answers: the times of all its answers in ms, in the order they were sent. */
  readonly timings: readonly { readonly title: string; readonly ms: readonly number[] }[]
  /** Requests that are no measurement, and why: sentences. */
  readonly leftOut: readonly string[]
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
