/** Under which folder do the pages of one project lie? None where there is only one project. */

import { type Project, projects } from './model.mts'

/** `getStaticPaths` of a page that every project has under `[...root]`. */
export const pathsOfProjects = () =>
  projects.map(project => ({ params: { root: rootOf(project) }, props: { project } }))

/** `p/harbour`, or nothing: the parameter `root` of a page. */
export const rootOf = ({ path }: Project) => (path === '' ? undefined : path.slice(0, -1))
