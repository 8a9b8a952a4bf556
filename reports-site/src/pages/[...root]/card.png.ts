/** What is shown where somebody shares a link to the project? */

import type { APIRoute } from 'astro'
import { pathsOfProjects } from '../../addresses.mts'
import { cardImage, hasCards } from '../../card-image.mts'
import type { Project } from '../../model.mts'

export const getStaticPaths = () => (hasCards ? pathsOfProjects() : [])

export const GET: APIRoute<{ project: Project }> = ({ props: { project } }) =>
  cardImage(project, project.latest)
