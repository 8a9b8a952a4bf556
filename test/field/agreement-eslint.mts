/**
 * Does our cyclomatic complexity agree with ESLint's `complexity` rule, function by function? Run over a folder:
 * `node test/field/agreement-eslint.mts FOLDER`. TypeScript is stripped of its types first, in place, so that ESLint's own
 * parser reads it and offsets stay; files that cannot be stripped (JSX with types, enums) are counted as skipped.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join, relative } from 'node:path'
import { Linter, type Rule } from 'eslint'
import { builtinRules } from 'eslint/use-at-your-own-risk'
import { parseSync } from 'oxc-parser'
import { survey } from '../../scripts/languages/javascript/survey.mts'

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

const folder = process.argv[2] ?? '.'
const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
  .map(entry => relative(folder, join(entry.parentPath, entry.name)))
  .filter(path => !/(^|\/)\.git\//.test(path))
const tally = { files: 0, skipped: 0, functions: 0, agree: 0, differ: 0, around: 0 }
for (const path of paths.sort()) {
  const text = readFileSync(join(folder, path), 'utf8')
  const isTyped = /\.[cm]?tsx?$/.test(path)
  const lang = /\.[cm]?ts$/.test(path) ? 'ts' : isTyped ? 'tsx' : 'jsx'
  const { program, errors } = parseSync(path, text, { lang, astType: 'ts' })
  const other = errors.length === 0 ? theirs(isTyped ? stripped(text) : text) : null
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

function stripped(text: string): string {
  try {
    return stripTypeScriptTypes(text, { mode: 'strip' })
  } catch {
    return '<'
  }
}
