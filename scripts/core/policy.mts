/** What are a project's opinions? Weights, curves, levels, gate, waivers: facts live in skills, opinions here. */

import type { AlertKind, AlertLimits } from './alerts.mts'
import type { Curve } from './curve.mts'
import type { Metrics } from './metrics.mts'
import type { Level } from './model.mts'
import type { Triage } from './trends.mts'
import type { DimensionId } from './verdict.mts'
import type { Waiver } from './waivers.mts'

export interface PartPolicy {
  /** Relative weight inside the dimension. */
  readonly share: number
  readonly curve?: Curve
  /** Of a metric of the project's own: what it scores is how far it is kept. */
  readonly budget?: number
}

export interface DimensionPolicy {
  readonly weight: number
  /** Measure name → its part. */
  readonly parts: Readonly<Record<string, PartPolicy>>
}

export interface GatePolicy {
  /** Total score (0–100). */
  readonly score: number
  /** Smallest share (0–1) of the weight that must have answered. */
  readonly evidence: number
  /** Percent of the changed coverable lines. */
  readonly patchCoverage: number
  /** Changes with fewer changed lines than this are not judged by patch coverage. */
  readonly smallChange: number
  /** A project fitted to an old state aims here and holds `score` meanwhile. */
  readonly target?: number
}

/** The tracing tool that reports link to; `jaeger: URL` is the short form of the first. */
export type LinkSettings =
  | { readonly tool: 'jaeger'; readonly url: string }
  /** `url` of Grafana; `datasource` is the uid of its Tempo. */
  | { readonly tool: 'tempo'; readonly url: string; readonly datasource: string }
  | { readonly tool: 'datadog'; readonly url: string }
  /** `entity` is the guid of the service. */
  | { readonly tool: 'new-relic'; readonly url: string; readonly entity: string }
  /** `url` up to the environment: https://ui.honeycomb.io/TEAM/environments/NAME. */
  | { readonly tool: 'honeycomb'; readonly url: string; readonly dataset: string }

/** Where alerts go; `address`, `secret` and `token` name environment variables, for what they hold is secret. */
export interface AlertChannel {
  readonly to: 'slack' | 'teams' | 'webhook' | 'github-issue'
  readonly address?: string
  /** Webhook: signs what is sent. */
  readonly secret?: string
  /** Only these; absent means all. */
  readonly kinds?: readonly AlertKind[]
}

export interface AlertPolicy extends AlertLimits {
  readonly channels: readonly AlertChannel[]
  /** `22:00-07:00 Europe/Berlin`: what happens then is told by the first run after. */
  readonly quiet?: string
  /** Where the site is published: messages lead there. */
  readonly site?: string
}

export interface Policy {
  readonly project?: string
  readonly dimensions: Readonly<Record<DimensionId, DimensionPolicy>>
  /** Measure name → its share of the security view, which is shown and weighs nothing. */
  readonly security?: Readonly<Record<string, number>>
  readonly gate: GatePolicy
  readonly levels: Readonly<Record<string, Level | 'off'>>
  /** Skill id → the settings that differ from its defaults. */
  readonly skills: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Globs: what is source, test or left out, over the built-in rules. */
  readonly files: {
    readonly exclude: readonly string[]
    readonly test: readonly string[]
    readonly include: readonly string[]
  }
  readonly waivers: readonly Waiver[]
  /** Numbers of the project's own, by name. */
  readonly metrics?: Metrics
  /** What was decided about changes in the history: it is said there and scores nothing. */
  readonly changes?: readonly Triage[]
  readonly jaeger?: string
  readonly links?: LinkSettings
  /** Absent: nobody is told, and the history keeps what there was to tell. */
  readonly alerts?: AlertPolicy
}

/** Below this evidence (0–1) the total is not shown as a number at all. */
export const LEAST_EVIDENCE = 0.25
