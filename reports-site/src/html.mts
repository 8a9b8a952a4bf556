/** How does text become markup that holds only what was meant? Every value put between tags is escaped; there is no way around it. */

/** Markup made by `html`, the only thing that is not escaped again. */
export interface Html {
  readonly markup: string
}

type Value = string | number | null | undefined | false | Html | readonly Html[]

export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  markup: parts.map((part, at) => `${part}${written(values[at])}`).join(''),
})

function written(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
}

const escaped = (text: string) => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '')
