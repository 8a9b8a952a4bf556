/** How is a number of things said? With the word in its singular for one alone. */

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${value} ${value === 1 ? one : many}`
