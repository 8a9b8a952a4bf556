/** In which order do texts stand? By their UTF-16 code units: the same on every machine, whatever its language. */

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  compareText(a.path, b.path)

export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  compareText(a.name, b.name)
