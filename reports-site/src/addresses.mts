/** Under which folder do the pages of one project lie? None where there is only one project. */

import { type Project, projects } from './model.mts'

/** `getStaticPaths` of a page that every project has under `[...root]`. */
export const pathsOfProjects = () =>
  projects.map(project => ({ params: { root: rootOf(project) }, props: { project } }))

/** `getStaticPaths` of what lies under the address of every release. */
export const pathsOfReleases = () =>
  projects.flatMap(project =>
    project.releases.map(release => ({
      params: { root: rootOf(project), release: release.path.split('/').at(-2) },
      props: { project, release },
    })),
  )

/** `p/harbour`, or nothing: the parameter `root` of a page. */
export const rootOf = ({ path }: Project) => (path === '' ? undefined : path.slice(0, -1))
