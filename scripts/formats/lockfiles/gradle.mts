/** Which artifacts does Gradle resolve, as locked in gradle.lockfile? */

import { folderOf, joined } from '../../core/paths.mts'
import { type Entry, type Format, reading, type Source } from './reading.mts'

const BUILD_FILES = ['build.gradle', 'build.gradle.kts', 'gradle/libs.versions.toml']

const buildFiles = (path: string) =>
  BUILD_FILES.flatMap(name => joined(folderOf(path), name) ?? []).concat(BUILD_FILES[2] ?? [])

export const gradle: Format = {
  ecosystem: 'Maven',
  basename: /^(buildscript-)?gradle\.lockfile$/,
  wants: ({ path }) => buildFiles(path),
  read(source) {
    const isBuildscript = source.path.endsWith('buildscript-gradle.lockfile')
    const declared = buildFiles(source.path)
      .map(path => source.neighbour(path) ?? '')
      .join('\n')
    const entries: Entry[] = []
    for (const [index, line] of source.text.split(/\r?\n/).entries()) {
      if (/^\s*(#.*)?$/.test(line) || line.startsWith('empty=')) continue
      const [, group = '', artifact = '', version = '', configurations = ''] =
        /^([^:=\s]+):([^:=\s]+):([^:=\s]+)=(\S*)\s*$/.exec(line) ?? []
      if (version === '') return `Line ${index + 1} is not "group:artifact:version=configurations".`
      const names = configurations.split(',')
      entries.push({
        name: `${group}:${artifact}`,
        version,
        direct: isDeclared(declared, group, artifact),
        dev: isBuildscript || names.every(isForDevelopment),
      })
    }
    return reading('Maven', source.path, entries, { covers: coveredBy(source) })
  },
}

/**
 * Gradle names configurations after source sets. What ships is on the class path of one that is no test;
 * those of tools (checkstyle, a compiler's plugins) are on none.
 */
export const isForDevelopment = (configuration: string): boolean =>
  /^(test|debug|jmh|bench)|(Test|Debug|Jmh|AnnotationProcessor)/.test(configuration) ||
  !/(^|[a-z0-9])(runtime|Runtime|compile|Compile)(Classpath|Only|OnlyApi)?$|(^|[a-z0-9])([iI]mplementation|[aA]pi)$|^(default|archives)$/.test(
    configuration,
  )

/** Builds are code: only coordinates written out (string notation or version catalogue) are found. */
const isDeclared = (builds: string, group: string, artifact: string) =>
  builds.includes(`${group}:${artifact}`) ||
  builds.split('\n').some(line => line.includes(`"${group}"`) && line.includes(`"${artifact}"`))

const coveredBy = ({ path }: Source) =>
  path.endsWith('buildscript-gradle.lockfile') ? [] : buildFiles(path)
