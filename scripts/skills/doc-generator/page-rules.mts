/** Which faults do Markdown pages have? Links, examples, and what a README leaves open. */

export const pageRules = {
  'broken-link': {
    level: 'warn',
    fault: 'A link in a Markdown page leads nowhere',
    advice: 'Point it to where the file or heading is now, or remove it.',
    costs: ['broken-links'],
  },
  'broken-example': {
    level: 'warn',
    fault: 'An example in a Markdown page no longer runs',
    advice: 'Write it as the project works today, or mark it `no-run`.',
    costs: ['broken-examples'],
  },
  'readme-gap': {
    level: 'note',
    fault: 'The README leaves a newcomer’s question open',
    advice: 'Answer it in a sentence, or with a command to copy.',
    costs: ['readme-essentials'],
  },
} as const
