/** What holds a table wider than the screen? A box that scrolls, by keyboard too. */

import { type Html, html } from '../html.mts'

export const scroll = (label: string, inside: Html): Html =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${inside}</div>`
