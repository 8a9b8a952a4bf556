import { broken } from '../samples.mts'
import { ARGUMENT, END, ERROR, fn, grown, nest, type Plant } from './plant.mts'

export const codePlants: readonly Plant[] = [
  {
    // 4 levels: 1 + 2 + 3 + 4; 3 levels: 1 + 2 + 3. Together 16, one over the limit.
    rule: 'complex-function',
    plant: ({ append }) => append(ARGUMENT, fn([...nest(4, 'a'), ...nest(3, 'b')])),
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 18, functions: 1, inFunctions: 18, complex: 18, faults: 1 }),
  },
  {
    rule: 'long-function',
    plant: ({ append }) =>
      append(ARGUMENT, fn(Array.from({ length: 59 }, (_, n) => `a.step${n}(b.part${n}, ${n})`))),
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 61, functions: 1, inFunctions: 61, long: 61 }),
  },
  {
    // 1 + 2 + 3 + 4 + 5 = 15: not yet too complex.
    rule: 'deep-nesting',
    plant: ({ append }) => append(ARGUMENT, fn(nest(5, 'a'))),
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 13, functions: 1, inFunctions: 13, faults: 1 }),
  },
  {
    rule: 'long-parameter-list',
    plant: ({ append }) => append(ARGUMENT, fn(['return a'], 'a, b, c, d, e, f, g, h')),
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 3, functions: 1, inFunctions: 3 }),
  },
  {
    // Eight methods of 25 lines with six conditions each: 8 · 7 = 56; the first four share nothing with the others.
    rule: 'brain-class',
    plant: ({ append }) => {
      const method = (at: number) => {
        const [one, other] = at < 4 ? ['left', 'up'] : ['right', 'down']
        const conditions = Array.from(
          { length: 6 },
          (_, n) => `if (a > ${at}.${n}) this.${one} = a`,
        )
        const steps = Array.from({ length: 17 }, (_, n) => `this.${other}.step${at}${n}(a, ${n})`)
        return [`method${at}(a) {`, ...conditions, ...steps, '}']
      }
      const methods = Array.from({ length: 8 }, (_, at) => method(at)).flat()
      append(ARGUMENT, `${['class Planted {', ...methods, '}'].join('\n')}\n`)
    },
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 202, functions: 8, inFunctions: 200 }),
  },
  {
    // Twelve lines of five tokens and more, twice.
    rule: 'duplicated-code',
    plant: ({ append }) => {
      const lines = Array.from({ length: 12 }, (_, n) => `first.call${n}(second, ${n})\n`)
      append(ARGUMENT, lines.join(''))
      append(ERROR, `planted()\n${lines.join('')}`)
    },
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 25, copied: 24, faults: 1 }),
  },
  {
    // command → argument, option → error → command, and command → help → argument: all but suggestSimilar and serve.
    rule: 'import-cycle',
    plant: ({ append }) => append(ERROR, "import './command.js'\n"),
    at: 'lib/command.js:9',
    moves: was => ({
      ...grown({ code: 1, faults: 1 })(was),
      'import-cycles': 1,
      'cyclic-modules': (100 * 5) / 7,
    }),
  },
  {
    rule: 'unused-export',
    plant: ({ append }) => append(ERROR, 'export const planted = 1\n'),
    at: `${ERROR}:${END[ERROR]}`,
    moves: was => ({ ...grown({ code: 1 })(was), 'unused-exports': 100 / (was('internal') + 1) }),
  },
  {
    rule: 'unused-file',
    plant: ({ repo }) => repo.write({ 'lib/planted.js': 'console.log(1)\n' }),
    at: 'lib/planted.js:1',
    moves: was => ({ ...grown({ code: 1 })(was), 'source-files': 8, 'unused-files': 1 }),
  },
  {
    // Its line counts as code of the project; shares are of the code that could be read. It may hold functions, and no test imports it.
    rule: 'unparsed-file',
    plant: ({ repo }) => repo.write({ 'lib/planted.js': broken }),
    at: 'lib/planted.js:1',
    moves: was => ({
      'code-lines': was('code-lines') + 1,
      'fault-density': was('fault-density') + 1000 / was('code-lines'),
      ...{ 'source-files': 8, 'unparsed-files': 1, 'unreached-files': 1 },
    }),
  },
]
