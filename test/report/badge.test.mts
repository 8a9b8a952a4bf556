/** Is the badge honest: the score, or plainly none, in a colour that can be read? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import { badgeJson, badgeSvg, judged } from '../../scripts/report/badge.mts'
import { all, bad, good, insufficient, nothing } from './assessments.mts'
import { golden } from './golden.mts'

test('the endpoint says what the verdict says', () => {
  assert.deepEqual(JSON.parse(badgeJson(judged(good))), {
    schemaVersion: 1,
    label: 'shipworthy',
    message: '88.6 / 100 on 2026-03-14',
    color: 'green',
  })
  const { message, color } = JSON.parse(badgeJson(judged(bad)))
  assert.match(message, /^gate fails, .* \/ 100 on 2026-/)
  assert.equal(color, 'red', 'whatever the score')
  assert.equal(
    JSON.parse(badgeJson(judged(insufficient))).message,
    'insufficient evidence on 2026-03-14',
  )
  assert.equal(JSON.parse(badgeJson(judged(nothing))).message, 'nothing to score on 2026-03-14')
})

test('the picture is well-formed and looks as approved', t => {
  for (const assessment of Object.values(all)) {
    const parser = new SaxesParser()
    parser.on('error', error => assert.fail(error))
    parser.write(badgeSvg(assessment)).close()
  }
  golden(t, badgeSvg(good), 'badge-good.svg')
})

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test('white stands on every colour with a contrast of 4.5', () => {
  for (const value of [95, 85, 70, 55, 20, null]) {
    const svg = badgeSvg({ ...good, score: { ...good.score, value } })
    const hex = /fill="(#[0-9a-f]{6})"/.exec(svg)?.[1] ?? ''
    assert.ok(1.05 / (luminance(hex) + 0.05) >= 4.5, `${value}: ${hex}`)
  }
})
