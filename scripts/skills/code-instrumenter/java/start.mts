/** How is this program started by hand? Packed by its build, without its tests, then run as it is shipped. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import type { Build } from './builds.mts'

/** The largest archive is the one that holds the libraries. */
const jar = (folder: string) => `"$(ls -S ${folder}/*.[jw]ar | head -n 1)"`

const run = (folder: string) => `SERVER_PORT="$PORT" exec java -jar ${jar(folder)}`

/** @param reactor Folder of the POM that builds it together with others. */
export function startOf(
  { kind, folder }: Build,
  reactor: string,
  paths: ReadonlySet<string>,
): InstrumentedService['start'] {
  // What goes into a command is no more than what a folder is usually called.
  if (!/^[\w./-]*$/.test(folder)) return null
  if (kind === 'gradle') {
    const around = paths.has(`${folder}gradlew`) ? folder : ''
    const task = `:${folder.slice(around.length)}bootJar`.replaceAll('/', ':')
    return paths.has(`${around}gradlew`)
      ? {
          folder,
          command: `(cd ${up(folder, around)} && sh ./gradlew -q ${task}) && ${run('build/libs')}`,
        }
      : null
  }
  const module = folder.slice(reactor.length).replace(/\/$/, '')
  const wanted = module === '' ? '' : ` -pl ${module} -am`
  const maven = `mvn -B -q -Dmaven.test.skip=true${wanted} package`
  return { folder, command: `(cd ${up(folder, reactor)} && ${maven}) && ${run('target')}` }
}

/** From one folder to one around it. */
const up = (from: string, to: string): string =>
  `./${'../'.repeat(from.slice(to.length).split('/').length - 1)}`
