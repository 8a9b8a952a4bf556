/** How is this program started by hand? Packed by a build tool that works here, without its tests, then run as it is shipped. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import type { Build } from './builds.mts'

/** The largest archive is the one that holds the libraries. */
const run = (folder: string) =>
  `SERVER_PORT="$PORT" exec java -jar "$(ls -S ${folder}/*.[jw]ar | head -n 1)"`

interface Tool {
  readonly wrapper: string
  readonly program: string
  readonly flags: string
  /** Where it puts what it has packed. */
  readonly output: string
}

const MAVEN: Tool = {
  wrapper: 'mvnw',
  program: 'mvn',
  flags: '-B -q -Dmaven.test.skip=true',
  output: 'target',
}

const GRADLE: Tool = { wrapper: 'gradlew', program: 'gradle', flags: '-q', output: 'build/libs' }

/**
 * The next way is gone where one could not pack it: Maven first, whose tests are run, and of each tool the project's
 * wrapper first, which may have to download it.
 * @param reactor Folder of the POM that builds it together with others.
 */
export function startOf(
  builds: readonly [Build, ...Build[]],
  reactor: string,
  paths: ReadonlySet<string>,
): InstrumentedService['start'] {
  const [{ folder }] = builds
  // What goes into a command is no more than what a folder is usually called.
  if (!/^[\w./-]*$/.test(folder)) return null
  const ways = (['maven', 'gradle'] as const)
    .filter(kind => builds.some(each => each.kind === kind))
    .map(kind => (kind === 'maven' ? byMaven(folder, reactor, paths) : byGradle(folder, paths)))
  return {
    folder,
    command: ways.map(({ command }) => command).join('; '),
    label: ways.map(({ label }) => label).join(' or '),
  }
}

function byMaven(folder: string, reactor: string, paths: ReadonlySet<string>) {
  const module = folder.slice(reactor.length).replace(/\/$/, '')
  const wanted = module === '' ? '' : `-pl ${module} -am `
  return packed(MAVEN, { folder, from: reactor, tasks: `${wanted}package`, paths })
}

function byGradle(folder: string, paths: ReadonlySet<string>) {
  const from = paths.has(`${folder}gradlew`) ? folder : ''
  const tasks = `:${folder.slice(from.length)}bootJar`.replaceAll('/', ':')
  return packed(GRADLE, { folder, from, tasks, paths })
}

interface Packing {
  readonly folder: string
  /** Folder the tool is called in: the one it packs, or one around it. */
  readonly from: string
  readonly tasks: string
  readonly paths: ReadonlySet<string>
}

function packed(tool: Tool, { folder, from, tasks, paths }: Packing) {
  const { wrapper, program, flags, output } = tool
  const installed = `${program} ${flags} ${tasks}`
  const hasWrapper = paths.has(from + wrapper)
  const either = `{ sh ./${wrapper} ${flags} ${tasks} || { command -v ${program} >/dev/null && ${installed}; }; }`
  const way = hasWrapper ? wrapper : program
  return {
    command: `(cd ${up(folder, from)} && ${hasWrapper ? either : installed}) && ${run(output)}`,
    label: `${way} ${tasks}`,
  }
}

/** From one folder to one around it. */
const up = (from: string, to: string): string =>
  `./${'../'.repeat(from.slice(to.length).split('/').length - 1)}`
