/** How does an answer leave the process whole? What the reader of a pipe no longer wants is no fault (main.mts). */

/** Waits until a pipe has taken everything: a large answer is not cut by the exit. */
export const print = (text: string): Promise<void> =>
  new Promise(
    done => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, () => done()),
  )
