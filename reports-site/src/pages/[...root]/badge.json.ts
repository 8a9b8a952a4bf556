/** What does a README show? The endpoint of a badge as shields.io reads it. */

import type { APIRoute } from 'astro'
import { pathsOfProjects } from '../../addresses.mts'
import { points } from '../../format.mts'
import type { Project } from '../../model.mts'
import { verdictOf } from '../../verdict.mts'

export const getStaticPaths = pathsOfProjects

/** From this score on; the marks that the curves of the score give. */
const COLOURS = [
  [90, 'brightgreen'],
  [80, 'green'],
  [65, 'yellow'],
  [50, 'orange'],
  [0, 'red'],
] as const

export const GET: APIRoute<{ project: Project }> = ({ props }) => {
  const { score } = props.project.latest
  const isKnown = score !== null && verdictOf(props.project.latest).kind !== 'unknown'
  const message = isKnown ? `${points(score)} / 100` : 'too little is known'
  const color = isKnown ? COLOURS.find(([from]) => score >= from)?.[1] : 'lightgrey'
  return Response.json({ schemaVersion: 1, label: 'shipworthy', message, color })
}
