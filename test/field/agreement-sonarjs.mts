/**
 * Does our cognitive complexity of JavaScript agree with eslint-plugin-sonarjs? `node test/field/agreement-sonarjs.mts FOLDER`, with the folder of
 * that plugin in SONARJS: it is no part of this project. It counts each function alone and neither `||` nor recursion, so
 * functions without others inside are compared, once as they are written and once with every `||` as `|`.
 */

import { createRequire } from 'node:module'
import { Linter, type Rule } from 'eslint'
import { parseSync } from 'oxc-parser'
import { survey } from '../../scripts/languages/javascript/survey.mts'
import { scriptFiles } from './javascript-files.mts'

type Exit = (node: { readonly range: readonly [number, number] }) => void

const plugin = createRequire(import.meta.url)(process.env.SONARJS ?? 'eslint-plugin-sonarjs') as {
  readonly rules: Readonly<Record<string, Rule.RuleModule>>
}
const rule = plugin.rules['cognitive-complexity'] as Rule.RuleModule

/** End of each function → its number; null where ESLint's parser refuses the text. A function of 0 is not told. */
function theirs(text: string): ReadonlyMap<number, number> | null {
  const told = new Map<number, number>()
  let end = 0
  const watched: Rule.RuleModule = {
    meta: { schema: [] },
    create: context => {
      const listening = rule.create(
        Object.create(context, {
          options: { value: [0] },
          report: {
            value: ({ data }: { data: { complexityAmount: number } }) =>
              told.set(end, data.complexityAmount),
          },
        }),
      ) as Record<string, Exit>
      const leave = listening[':function:exit'] as Exit
      return {
        ...listening,
        ':function:exit': (node: Parameters<Exit>[0]) => {
          end = node.range[1]
          leave(node)
        },
      } as unknown as Rule.RuleListener
    },
  }
  const messages = new Linter().verify(text, {
    plugins: { field: { rules: { cognitive: watched } } },
    rules: { 'field/cognitive': 'error' },
    linterOptions: { reportUnusedDisableDirectives: 'off', noInlineConfig: true },
    languageOptions: { ecmaVersion: 'latest', parserOptions: { ecmaFeatures: { jsx: true } } },
  })
  return messages.some(({ fatal }) => fatal) ? null : told
}

for (const isWritten of [true, false]) {
  const tally = { files: 0, skipped: 0, functions: 0, agree: 0, differ: 0 }
  for (const { path, plain, lang } of scriptFiles(process.argv[2] ?? '.')) {
    const text = isWritten ? plain : (plain?.replaceAll('||', '| ') ?? null)
    const other = text === null ? null : theirs(text)
    const { program, errors } = parseSync(path, text ?? '', { lang, astType: 'ts' })
    if (text === null || other === null || errors.length > 0) {
      tally.skipped++
      continue
    }
    tally.files++
    const { functions } = survey(program, text, false)
    for (const { name, start, end, cognitive } of functions) {
      if (functions.some(each => each.start > start && each.end <= end)) continue
      tally.functions++
      const value = other.get(end) ?? 0
      if (value === cognitive) tally.agree++
      else {
        tally.differ++
        const line = text.slice(0, start).split('\n').length
        if (!isWritten) console.log(`${path}:${line} ${name}: ours ${cognitive}, sonarjs ${value}`)
      }
    }
  }
  console.log(isWritten ? 'as written' : 'with | for ||', tally)
}
