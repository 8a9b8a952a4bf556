/** What may be wrong with secrets, and what helps? */

export const secretRules = {
  'leaked-secret': {
    level: 'error',
    fault: 'A secret whose structure says that it is real stands in the code',
    advice: 'Revoke it first; then take it out and hand it over through the environment.',
    costs: ['leaked-secrets'],
  },
  'likely-secret': {
    level: 'warn',
    fault: 'Something in the code has the shape of a secret',
    advice: 'Revoke it if it is one; else waive it, or mark its line with gitleaks:allow.',
    costs: ['suspected-secrets'],
  },
  'possible-secret': {
    level: 'note',
    fault: 'Something named like a secret has a value that looks random',
    advice: 'Make sure it opens nothing; keep what does out of the repository.',
    costs: ['suspected-secrets'],
  },
  'committed-secret': {
    level: 'warn',
    fault: 'A secret was committed: whoever has the history has it',
    advice: 'Revoke it. Rewriting the history does not call back the copies.',
    costs: ['committed-secrets'],
  },
} as const
