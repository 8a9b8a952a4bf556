/** How bad is a CVSS vector? Base scores by FIRST's published equations for versions 2.0, 3.0 and 3.1. */

type Metrics = ReadonlyMap<string, string>

/** Base score 0.0–10.0; null for a vector of another version, or one that is not whole. */
export function baseScore(vector: string): number | null {
  const version = /^CVSS:3\.[01]\//.test(vector) ? 3 : /^(\(|AV:)/.test(vector) ? 2 : null
  if (version === null || vector.length > 500) return null
  const metrics = metricsOf(vector)
  const score = version === 3 ? scoreV3(metrics) : scoreV2(metrics)
  return Number.isFinite(score) ? score : null
}

function metricsOf(vector: string): Metrics {
  const parts = vector
    .replace(/^CVSS:[\d.]+\//, '')
    .replace(/[()]/g, '')
    .split('/')
  return new Map(
    parts.map(part => part.split(':', 2)).map(([name = '', value = '']) => [name, value]),
  )
}

/** The metric's weight; NaN, which no score survives, when it is missing or unknown. */
const weigh = (metrics: Metrics, name: string, weights: Readonly<Record<string, number>>) => {
  const value = metrics.get(name) ?? ''
  return Object.hasOwn(weights, value) ? (weights[value] ?? Number.NaN) : Number.NaN
}

const IMPACT_V3 = { H: 0.56, L: 0.22, N: 0 }

/** CVSS v3.1 specification, section 7.1; 3.0 has the same weights. */
function scoreV3(metrics: Metrics): number {
  const scope = weigh(metrics, 'S', { U: 0, C: 1 })
  const isChanged = scope === 1
  const [c, i, a] = ['C', 'I', 'A'].map(name => 1 - weigh(metrics, name, IMPACT_V3)) as [
    number,
    number,
    number,
  ]
  const base = 1 - c * i * a
  const impact = isChanged
    ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15
    : 6.42 * base + scope * 0
  const privileges = isChanged ? { N: 0.85, L: 0.68, H: 0.5 } : { N: 0.85, L: 0.62, H: 0.27 }
  const exploitability =
    8.22 *
    weigh(metrics, 'AV', { N: 0.85, A: 0.62, L: 0.55, P: 0.2 }) *
    weigh(metrics, 'AC', { L: 0.77, H: 0.44 }) *
    weigh(metrics, 'PR', privileges) *
    weigh(metrics, 'UI', { N: 0.85, R: 0.62 })
  const sum = isChanged ? 1.08 * (impact + exploitability) : impact + exploitability
  return impact <= 0 ? 0 * sum : roundUp(Math.min(sum, 10))
}

/** Appendix A: the smallest tenth that is not less, told apart from the noise of floating point. */
function roundUp(score: number): number {
  const whole = Math.round(score * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}

const IMPACT_V2 = { N: 0, P: 0.275, C: 0.66 }

/** CVSS v2 guide, section 3.2.1. */
function scoreV2(metrics: Metrics): number {
  const [c, i, a] = ['C', 'I', 'A'].map(name => 1 - weigh(metrics, name, IMPACT_V2)) as [
    number,
    number,
    number,
  ]
  const impact = 10.41 * (1 - c * i * a)
  const exploitability =
    20 *
    weigh(metrics, 'AV', { L: 0.395, A: 0.646, N: 1 }) *
    weigh(metrics, 'AC', { H: 0.35, M: 0.61, L: 0.71 }) *
    weigh(metrics, 'Au', { M: 0.45, S: 0.56, N: 0.704 })
  const score = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176)
  return Math.round(score * 10) / 10
}
