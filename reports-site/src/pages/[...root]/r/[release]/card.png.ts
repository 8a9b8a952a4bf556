/** What is shown where somebody shares a link to a release? */

import type { APIRoute } from 'astro'
import { pathsOfReleases } from '../../../../addresses.mts'
import { cardImage, hasCards } from '../../../../card-image.mts'
import type { Project, Run } from '../../../../model.mts'

export const getStaticPaths = () => (hasCards ? pathsOfReleases() : [])

export const GET: APIRoute<{ project: Project; release: { run: Run } }> = ({ props }) =>
  cardImage(props.project, props.release.run)
