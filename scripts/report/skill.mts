/** What does a person read who ran one skill alone? Its question, measures, what is missing, the first findings. */

import type { Outcome } from '../core/model.mts'
import type { Skill } from '../core/skill.mts'
import { visible } from './escape.mts'
import { counted } from './words.mts'

const FINDINGS_SHOWN = 20

export function skillText(skill: Skill, outcome: Outcome): string {
  const status = outcome.status === 'judged' ? [] : [`${outcome.status}: ${outcome.why}`]
  return [
    skill.question,
    '',
    ...status,
    ...measureLines(skill, outcome),
    ...missingLines(outcome),
    ...findingLines(outcome),
    ...outcome.proposals.flatMap(({ why, command }) => [
      '',
      command === undefined ? why : `${why}: ${command}`,
    ]),
  ]
    .map(visible)
    .join('\n')
}

const measureLines = (skill: Skill, { measures }: Outcome): string[] =>
  measures
    .filter(({ subject }) => subject === '')
    .map(({ name, value }) => {
      const unit = skill.scales[name]?.unit ?? ''
      const number = value.toLocaleString('en', { maximumFractionDigits: 2 })
      return `  ${name.padEnd(28)} ${number.padStart(14)} ${unit === 'count' ? '' : unit}`.trimEnd()
    })

const missingLines = ({ missing }: Outcome): string[] =>
  [...Map.groupBy(missing, ({ why }) => why)].map(([why, rows]) => {
    const names = rows.map(({ measure }) => measure).join(', ')
    const isMissing = rows.some(({ status }) => status === undefined)
    return `  ${names.padEnd(28)} ${isMissing ? 'missing' : 'not applicable'}: ${why}`
  })

function findingLines({ findings }: Outcome): string[] {
  if (findings.length === 0) return []
  const shown = findings.slice(0, FINDINGS_SHOWN).map(({ level, path, line, message }) => {
    const place = [path, line].filter(part => part !== null).join(':')
    return `  ${level.padEnd(5)} ${place === '' ? '' : `${place}  `}${message}`
  })
  const hidden = findings.length - shown.length
  return [
    '',
    counted(findings.length, 'finding'),
    ...shown,
    ...(hidden > 0 ? [`  … ${hidden} more with --json`] : []),
  ]
}
