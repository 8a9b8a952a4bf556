/** How is a part of a path written that only the running program knows? As `${name}`, or without a name. */

const LONGEST_NAME = 120

export const hole = (name = ''): string => `\${${name.length > LONGEST_NAME ? '' : name}}`
