/** How does a card become a picture? With the image library that Astro brings. */

import { cardOf } from './card.mts'
import { type Html, html } from './html.mts'
import type { Project, Run } from './model.mts'
import { options } from './options.mts'
import { previousOf, trendOf } from './trend.mts'

const load = async () => (await import('sharp')).default
const sharp = await load().catch(() => null)

/** Whoever links a picture has to say on which site; and it is of no use where no font draws its letters. */
export const hasCards = options.site !== null && (await drawsLetters())

/** PNG, in few colours: letters and bars. */
export async function cardImage(project: Project, run: Run): Promise<Response> {
  const { markup } = cardOf(project.name, run, previousOf(run, trendOf(project)))
  const png = await rendered(markup).png({ palette: true, colours: 32 }).toBuffer()
  return new Response(new Uint8Array(png), { headers: { 'content-type': 'image/png' } })
}

async function drawsLetters(): Promise<boolean> {
  if (sharp === null) return false
  const letter: Html = html`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text y="30" font-size="30">M</text></svg>`
  const pixels = await rendered(letter.markup).raw().toBuffer()
  return pixels.some(each => each > 0)
}

function rendered(markup: string) {
  if (sharp === null) throw new Error('without the image library there are no cards')
  return sharp(Buffer.from(markup))
}
