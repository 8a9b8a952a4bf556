/** How does a text stand in a command of a shell? Between single quotes, where nothing has a meaning but the next one. */

export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
