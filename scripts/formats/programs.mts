/** Which folders of a Java or Kotlin project are built into a program, not into a library others depend on? What the build file above them says. */

import type { Lens } from '../core/lens.mts'
import { baseOf, folderOf, foldersUp } from '../core/paths.mts'

const BUILD = /^(pom\.xml|build\.gradle(\.kts)?)$/
/** What makes an archive that is run or deployed. */
const IN_POM =
  /<artifactId>\s*(?:spring-boot|quarkus|micronaut)-maven-plugin\s*<|<packaging>\s*[we]ar\s*</
const IN_GRADLE =
  /^[^\n/]*(?:\bid\b|\bplugin:|\balias\b)[^\n]*(?:['"](?:org\.springframework\.boot|application|war|com\.android\.application|io\.quarkus|io\.micronaut\.application)['"]|\.(?:spring\.?[bB]oot|android\.application)\b)(?![^\n]*apply\s+false)|^\s*(?:application|war)\s*$/m

/** @returns whether the nearest build file around a path makes a program. */
export async function programs(lens: Lens): Promise<(path: string) => boolean> {
  const made = new Map<string, boolean>()
  for (const { path } of await lens.files()) {
    if (!BUILD.test(baseOf(path))) continue
    const text = await lens.text(path)
    const isProgram = text.ok && isBuiltToRun(baseOf(path), text.value)
    made.set(folderOf(path), isProgram || made.get(folderOf(path)) === true)
  }
  return path => {
    const folder = [...foldersUp(folderOf(path))].find(each => made.has(each))
    return folder !== undefined && made.get(folder) === true
  }
}

export const isBuiltToRun = (base: string, text: string): boolean =>
  base === 'pom.xml'
    ? IN_POM.test(text.replace(/<pluginManagement>[\s\S]*?<\/pluginManagement>/g, ''))
    : IN_GRADLE.test(text)
