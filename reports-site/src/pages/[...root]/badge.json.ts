/** What does a README show? The endpoint of a badge as shields.io reads it. */

import type { APIRoute } from 'astro'
import { badgeJson } from '../../../../scripts/report/badge.mts'
import { pathsOfProjects } from '../../addresses.mts'
import type { Project } from '../../model.mts'
import { verdictOf } from '../../verdict.mts'

export const getStaticPaths = pathsOfProjects

export const GET: APIRoute<{ project: Project }> = ({ props: { project } }) => {
  const { latest } = project
  const { score: value, startedAt } = latest
  const mood = verdictOf(latest).kind
  return new Response(badgeJson({ value, mood, headline: 'too little is known', startedAt }))
}
