/** Where did the time of a request go, before and after? A flame graph of both for each operation, the largest change first. */

import { difference, plural, quantity } from '../format.mts'
import { type Html, html } from '../html.mts'
import {
  drawDifference,
  type FrameChange,
  type StepChange,
  stepChanges,
} from './flame-difference.mts'
import { scroll } from './scroll.mts'
import type { Side } from './side.mts'
import type { TimingChange } from './timings.mts'

const DRAWN = 6
const LISTED = 12

export function flameSection(
  changes: readonly TimingChange[],
  { before, after }: { readonly before: Side; readonly after: Side },
): Html | null {
  const known = changes.flatMap(({ title, frames }) => (frames === null ? [] : [{ title, frames }]))
  if (known.length === 0) return null
  const heads = html`<tr><th scope="col">Step</th><th scope="col" class="n"><bdi>${before.label}</bdi>, its own</th><th scope="col" class="n"><bdi>${after.label}</bdi>, its own</th><th scope="col" class="n">Change</th></tr>`
  return html`<section><h2>One usual request of each side, step by step</h2>
<p class="note">Width is time, the longer of both sides; <span class="swatch slower2"></span>orange is a step that itself got slower, <span class="swatch faster2"></span>blue one that got faster, pale from 1 % of the request, full from 10 %. Single requests: the table of operations above says what is more than chance.</p>
${known.slice(0, DRAWN).map(({ title, frames }, at) => operation(title, frames, heads, at === 0))}
${known.length > DRAWN && html`<p class="note">${plural(known.length - DRAWN, 'operation')} with smaller changes are not drawn.</p>`}</section>`
}

function operation(title: string, root: FrameChange, heads: Html, isOpen: boolean): Html {
  const steps = stepChanges(root)
  const label = `${title}: ${quantity(root.before, 'ms')} before, ${quantity(root.after, 'ms')} after, by nested steps; the table below has the numbers`
  const rest = steps.length - LISTED
  return html`<details class="difference" ${isOpen ? html`open` : null}><summary><bdi>${title}</bdi>: ${finding(root, steps)}</summary>
<figure><div class="wide">${drawDifference(root, label, 1152)}</div><div class="narrow">${drawDifference(root, label, 350)}</div></figure>
${scroll(
  `Steps of ${title}`,
  html`<table><thead>${heads}</thead><tbody>${steps.slice(0, LISTED).map(row)}</tbody></table>`,
)}${rest > 0 && html`<p class="note">${plural(rest, 'step')} that changed less ${rest === 1 ? 'is' : 'are'} not listed.</p>`}</details>`
}

function finding({ before, after }: FrameChange, [first]: readonly StepChange[]): Html {
  const move = `${quantity(before, 'ms')} → ${quantity(after, 'ms')}`
  const delta = first === undefined ? 0 : first.after - first.before
  return delta === 0
    ? html`${move}`
    : html`${move}, most of it <bdi>${shortened(first?.name ?? '')}</bdi> (${difference(delta, 'ms')})`
}

const shortened = (name: string) => (name.length <= 60 ? name : `${name.slice(0, 59)}…`)

const row = ({ name, before, after }: StepChange): Html =>
  html`<tr><th scope="row" class="path"><bdi>${name}</bdi></th><td class="n">${quantity(before, 'ms')}</td><td class="n">${quantity(after, 'ms')}</td><td class="n">${difference(after - before, 'ms')}</td></tr>`
