/**
 * Does our cyclomatic complexity agree with ESLint's `complexity` rule, function by function? Run over a folder:
 * `node test/field/agreement-eslint.mts FOLDER`. Files that ESLint's own parser cannot read are counted as skipped.
 */

import { Linter, type Rule } from 'eslint'
import { builtinRules } from 'eslint/use-at-your-own-risk'
import { parseSync } from 'oxc-parser'
import { survey } from '../../scripts/languages/javascript/survey.mts'
import { scriptFiles } from './javascript-files.mts'

interface Row {
  readonly start: number
  readonly end: number
  readonly value: number
}

const complexity = builtinRules.get('complexity') as Rule.RuleModule

/** ESLint's numbers; null where its parser refuses the text. */
function theirs(text: string): Row[] | null {
  const rows: Row[] = []
  const rule: Rule.RuleModule = {
    meta: { schema: [] },
    create: context =>
      complexity.create(
        Object.create(context, {
          options: { value: [{ max: 0 }] },
          report: {
            value: ({
              node,
              data,
            }: {
              node: { type: string; range: [number, number] }
              data: { name: string; complexity: number }
            }) => {
              // A field's initialiser is reported too; it is no function and has no row with us.
              if (/Function/.test(node.type) && data.name !== 'Class field initializer')
                rows.push({ start: node.range[0], end: node.range[1], value: data.complexity })
            },
          },
        }),
      ),
  }
  const messages = new Linter().verify(text, {
    plugins: { field: { rules: { complexity: rule } } },
    rules: { 'field/complexity': 'error' },
    linterOptions: { reportUnusedDisableDirectives: 'off', noInlineConfig: true },
    languageOptions: { ecmaVersion: 'latest', parserOptions: { ecmaFeatures: { jsx: true } } },
  })
  return messages.some(({ fatal }) => fatal) ? null : rows
}

/** Functions that end together (`a => b => c`) are told apart by where they start. */
const ordered = (rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => a.end - b.end || b.start - a.start)

/** Theirs may lack a method's name at its start and an `as const` at its end. */
const isSame = (mine: Row | undefined, yours: Row | undefined): boolean =>
  mine !== undefined &&
  yours !== undefined &&
  mine.value === yours.value &&
  mine.start <= yours.start &&
  mine.end >= yours.end

const tally = { files: 0, skipped: 0, functions: 0, agree: 0, differ: 0, around: 0 }
for (const { path, text, plain, isTyped, lang } of scriptFiles(process.argv[2] ?? '.')) {
  const { program, errors } = parseSync(path, text, { lang, astType: 'ts' })
  const other = errors.length === 0 && plain !== null ? theirs(plain) : null
  if (other === null) {
    tally.skipped++
    continue
  }
  tally.files++
  const ours = ordered(
    survey(program, text, isTyped).functions.map(({ start, end, cyclomatic }) => ({
      start,
      end,
      value: cyclomatic,
    })),
  )
  // To us a function around the whole file is the file: it stands in none of ours.
  const rows = ordered(other).filter(({ start, end }) =>
    ours.some(mine => mine.start <= start && mine.end >= end),
  )
  tally.around += other.length - rows.length
  tally.functions += Math.max(ours.length, rows.length)
  for (let index = 0; index < Math.max(ours.length, rows.length); index++) {
    const [mine, yours] = [ours[index], rows[index]]
    if (isSame(mine, yours)) {
      tally.agree++
      continue
    }
    tally.differ++
    const line = text.slice(0, mine?.start ?? yours?.start).split('\n').length
    console.log(`${path}:${line} ours ${mine?.value ?? 'none'}, ESLint ${yours?.value ?? 'none'}`)
  }
}
console.log(tally)
