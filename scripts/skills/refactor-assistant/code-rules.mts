/** What may be wrong with functions, classes and texts, and what helps? */

export const codeRules = {
  'complex-function': {
    level: 'warn',
    fault: 'A function whose control flow is hard to follow',
    advice: 'Return early, and move the inner branches into functions with names of their own.',
    costs: ['complex-code', 'fault-density'],
  },
  'long-function': {
    level: 'note',
    fault: 'A function too long to be seen at once',
    advice: 'Divide it where the next step begins; each part gets the name of its step.',
    costs: ['long-code'],
  },
  'deep-nesting': {
    level: 'warn',
    fault: 'Control flow nested too deeply',
    advice: 'Turn conditions around and leave early, or move the inner block into a function.',
    costs: ['fault-density'],
  },
  'long-parameter-list': {
    level: 'note',
    fault: 'A function with many parameters',
    advice: 'Hand over what belongs together as one object.',
    costs: [],
  },
  'brain-class': {
    level: 'note',
    fault: 'A large, complex class whose methods fall apart into groups',
    advice: 'Make each group of methods, with the fields it alone uses, a class of its own.',
    costs: [],
  },
  'duplicated-code': {
    level: 'warn',
    fault: 'The same code in more than one place',
    advice: 'Write it once and call it from each place, unless the copies are bound to diverge.',
    costs: ['duplicated-lines', 'fault-density'],
  },
  'unparsed-file': {
    level: 'warn',
    fault: 'A source file that could not be parsed',
    advice: 'Correct the syntax, or leave the file out in shipworthy.yml if it is not source.',
    costs: ['fault-density'],
  },
} as const
