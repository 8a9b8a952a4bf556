/** How is a chart drawn while the site is built, without a browser? */

import type * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { drawPlot } from './plot-svg.mts'

const { document } = parseHTML('<!doctype html><html></html>')

/** A Plot as an SVG string, named by `label`. */
export const chart = (id: string, label: string, plot: Plot.PlotOptions): string =>
  drawPlot(document, id, label, plot)
