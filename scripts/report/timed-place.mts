/** Where did the benchmarks run, and what would their times have been without the container? Raw beside compensated, in the terminal and in Markdown. */

import type {
  Compensated,
  ContainerOverhead,
  Overhead,
  TimedPlace,
} from '../core/container-overhead.mts'
import { markdownText, sentence } from './escape.mts'
import { type Paint, wrap } from './layout.mts'
import { amount } from './trend.mts'
import { clipped, counted, day, signed } from './words.mts'

/** Lines shown on a screen, and in all where one can unfold; characters of a line. */
const [OPEN, MOST, LONGEST] = [3, 50, 300]

export function placeLines(place: TimedPlace | undefined, paint: Paint, width: number) {
  if (place === undefined) return []
  const dim = (text: string) =>
    wrap(sentence(text), width - 3, 3).map(line => `  ${paint.dim(line)}`)
  if (place.overhead === null) return dim(headline(place))
  const shown = place.benchmarks
    .slice(0, OPEN)
    .flatMap(each => wrap(sentence(besides(each)), width - 3, 2))
  const left = place.benchmarks.length - OPEN
  return [
    `  ${paint.bold('As measured → without the container')}`,
    ...shown.map(line => `  ${line}`),
    ...(left > 0 ? [`  ${paint.dim(`and ${counted(left, 'more')}: assess --json`)}`] : []),
    ...dim(headline(place)),
  ]
}

/** One line to fold out, and what it hides; null where no benchmark ran. */
export function placeFolded(place: TimedPlace | undefined) {
  if (place === undefined) return null
  const left = place.benchmarks.length - MOST
  return {
    title:
      place.overhead === null
        ? `Benchmarks ran ${placeOf(place)}`
        : 'Benchmarks as measured → without the container',
    lines: [
      `- ${markdownText(clipped(headline(place), 2 * LONGEST))}`,
      ...place.benchmarks
        .slice(0, MOST)
        .map(each => `- ${markdownText(clipped(besides(each), LONGEST))}`),
      ...(left > 0 ? [`- and ${counted(left, 'more line')}`] : []),
    ],
  }
}

const placeOf = ({ on }: TimedPlace) =>
  on === 'bare metal'
    ? 'on bare metal'
    : on === 'container'
      ? 'in a container'
      : 'on a virtual machine'

function headline(place: TimedPlace): string {
  const { overhead, why } = place
  if (overhead === null)
    return `Benchmarks ran ${placeOf(place)}${why === null ? '' : `; nothing is compensated: ${why}`}.`
  return `${overheadSentence(overhead)} The gate reads only what was measured.`
}

/** Percent by part, with their intervals. */
export function overheadSentence(overhead: ContainerOverhead): string {
  const parts = (['cpu', 'memory', 'disk'] as const).map(name => {
    const part = overhead[name]
    const title = name === 'cpu' ? 'processor' : name
    return part === null ? `${title} not known` : `${title} ${overheadText(part)}`
  })
  return `A container costs on this machine: ${parts.join(', ')}; measured ${day(overhead.measuredAt)} in ${overhead.pairs} pairs with ${overhead.engine}.`
}

const overheadText = ({ estimate, low, high }: Overhead) =>
  `${signed(estimate)} % (${signed(low)} to ${signed(high)})`

function besides({ title, unit, raw, estimate, low, high }: Compensated): string {
  const say = (value: number) => amount(value, unit)
  return `${title}: ${say(raw)} → ${say(estimate)} (${say(low)} to ${say(high)})`
}
