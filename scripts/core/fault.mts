/** Whose mistake is it? A UserFault is the user's: one sentence, exit 2, no stack. Anything else is ours: exit 3. */

export class UserFault extends Error {
  override readonly name = 'UserFault'
}

/** The text of anything thrown, on one line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n', 1)[0]?.trim() || 'unknown reason'
}
