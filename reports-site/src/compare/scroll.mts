/** What holds a table wider than the screen? A box that scrolls, by keyboard too; on a phone its rows are stacked. */

import { type Html, html } from '../html.mts'
import { labelled } from '../labels.mts'

export const scroll = (label: string, inside: Html): Html =>
  html`<div class="scroll stack" role="region" aria-label="${label}" tabindex="0">${{ markup: labelled(inside.markup) }}</div>`
