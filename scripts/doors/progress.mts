/** How does a waiting person know that work goes on? A live line on a terminal, plain lines in CI, nothing with --json. */

import type { Outcome } from '../core/model.mts'

export interface Progress {
  step(text: string): void
  done(outcome: Outcome): void
  end(): void
}

const SILENT: Progress = { step: () => {}, done: () => {}, end: () => {} }

export function progress(isWanted: boolean, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!isWanted) return SILENT
  return stream.isTTY ? liveLine(stream) : plainLines(stream)
}

const word = (outcome: Outcome) =>
  `${outcome.skill} ${outcome.status === 'judged' ? '✓' : outcome.status}`

function liveLine(stream: NodeJS.WriteStream): Progress {
  const finished: string[] = []
  const show = (text: string) =>
    stream.write(`\r\x1b[2K${text.slice(0, (stream.columns ?? 80) - 1)}`)
  return {
    step: text => void show(`${text} …`),
    done: outcome => {
      finished.push(word(outcome))
      show(`Measuring … ${finished.length} done, last: ${word(outcome)}`)
    },
    end: () => void stream.write('\r\x1b[2K'),
  }
}

function plainLines(stream: NodeJS.WriteStream): Progress {
  return {
    step: text => void stream.write(`${text}\n`),
    done: outcome =>
      void stream.write(`  ${word(outcome)}${outcome.why === null ? '' : `: ${outcome.why}`}\n`),
    end: () => {},
  }
}
