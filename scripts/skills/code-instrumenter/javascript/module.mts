/** What has to be in the tracing module of this program? The values its template is filled with. */

import type { Edit } from '../../../core/model.mts'
import type { Format } from './format.mts'
import type { Instrumentor } from './packages.mts'

export const MODULE = 'otel-instrumentation'

/** First line of what Shipworthy wrote. */
const MARKER = '// shipworthy:instrumentation'

export const isOurs = (text: string): boolean => text.startsWith(MARKER)

/** Beside the file that loads it, so that whoever copies or compiles one takes the other along. */
export const fileOf = (format: Format): string =>
  MODULE + { commonjs: '.cjs', typescript: '.ts', babel: '.js', module: '.cjs' }[format]

export function moduleOf(
  path: string,
  format: Format,
  service: string,
  instrumentors: readonly Instrumentor[],
): Edit {
  const view = {
    service,
    isTypeScript: format === 'typescript',
    isModule: format === 'module',
    instrumentations: instrumentors.map(each => ({
      package: each.package,
      class: each.class,
      options: each.options,
    })),
    included: [...new Set(instrumentors.flatMap(({ sees }) => sees))]
      .map(name => `'${name}'`)
      .join(', '),
  }
  const template = 'instrumentation/javascript/module'
  return { path, oid: null, splices: [{ at: 0, template, view }] }
}
