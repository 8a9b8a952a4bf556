/** What does a template say with these values? The one place where text for other people's files is made. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import mustache from 'mustache'
import type { Written } from '../core/model.mts'
import { home, toolVersion } from './places.mts'

/** Rendered as written, nothing escaped: what goes in is checked by whoever proposes it. */
export const rendered = ({ template, view }: Written): string =>
  mustache.render(textOf(template), { ...view, toolVersion }, textOf, { escape: String })

const textOf = (template: string) =>
  readFileSync(join(home, 'templates', `${template}.mustache`), 'utf8')
