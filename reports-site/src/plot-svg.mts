/** How does a Plot become a picture that may stand in a page? One place for ids, styles, sizes and its spoken name. */

import * as Plot from '@observablehq/plot'

const NUMBERS = ['d', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'width', 'height', 'dx']
const REFERENCES = ['clip-path', 'fill', 'marker-start', 'marker-mid', 'marker-end', 'href']

/**
 * A Plot as an SVG string: no inline style (the page's policy forbids it, site.css has the rules), ids made of
 * `id` instead of a global counter, coordinates in hundredths, one image with `label` as its name. `document`: one that
 * no page shows, since there a policy would complain of the styles before they are gone.
 */
export function drawPlot(
  document: Document,
  id: string,
  label: string,
  plot: Plot.PlotOptions,
): string {
  const drawn = Plot.plot({ ...plot, document, className: 'plot' })
  for (const style of drawn.querySelectorAll('style')) style.remove()
  const ids = new Map<string, string>()
  for (const [index, named] of [...drawn.querySelectorAll('[id]')].entries()) {
    ids.set(named.id, `${id}-${index}`)
    named.id = `${id}-${index}`
  }
  for (const element of [drawn, ...drawn.querySelectorAll('*')]) tidy(element, ids)
  drawn.setAttribute('font-size', '12')
  drawn.setAttribute('role', 'img')
  drawn.setAttribute('aria-label', label)
  return drawn.outerHTML
}

interface Tag {
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
}

function tidy(element: Tag, ids: ReadonlyMap<string, string>): void {
  for (const name of ['style', 'aria-label', 'aria-description', 'aria-hidden', 'font-family'])
    element.removeAttribute(name)
  for (const name of [...NUMBERS, 'transform']) {
    const value = element.getAttribute(name)
    if (value !== null) element.setAttribute(name, rounded(value))
  }
  for (const name of REFERENCES) {
    const value = element.getAttribute(name)
    if (value?.includes('#')) element.setAttribute(name, renamed(value, ids))
  }
}

export const rounded = (text: string) =>
  text.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, number =>
    String(Math.round(Number(number) * 100) / 100),
  )

const renamed = (text: string, ids: ReadonlyMap<string, string>) =>
  text.replace(/#([\w-]+)/, (whole, id: string) => `#${ids.get(id) ?? whole.slice(1)}`)
