/** How are a Java project's tests run so that they leave reports? Maven's goals, or Gradle's tasks with an init script from outside. */

import type { Manifests, PlannedRun, Tools } from './commands.mts'

export function javaRun(manifests: Manifests, tools: Tools): PlannedRun | null {
  if (manifests.paths.has('pom.xml')) return mavenRun(manifests, tools)
  const isGradle = [...manifests.paths].some(path =>
    /^(build|settings)\.gradle(\.kts)?$/.test(path),
  )
  return isGradle ? gradleRun(manifests, tools) : null
}

const mentions = ({ paths, text }: Manifests, file: RegExp, word: string) =>
  [...paths].some(path => file.test(path) && text(path)?.includes(word) === true)

/** A wrapper may have to download what it wraps: where it cannot, the installed program is as good. */
const WHICHEVER =
  'wrapper=$1 program=$2; shift 2; if sh "$wrapper" --version >/dev/null 2>&1; then exec sh "$wrapper" "$@"; fi; exec "$program" "$@"'

/** In front of the arguments. */
function programOf(
  wrapper: string,
  program: string,
  has: { isWrapped: boolean; isThere: boolean },
) {
  if (!has.isWrapped) return [program]
  return has.isThere ? ['sh', '-c', WHICHEVER, 'sh', wrapper, program] : ['sh', wrapper]
}

/** Surefire and JaCoCo write below `target/`; failing tests must not keep JaCoCo from reporting. */
function mavenRun(manifests: Manifests, { hasMaven }: Tools): PlannedRun {
  const hasJacoco = mentions(manifests, /(^|\/)pom\.xml$/, 'jacoco-maven-plugin')
  const goals = hasJacoco ? ['test', 'org.jacoco:jacoco-maven-plugin:report'] : ['test']
  const args = ['-B', '-ntp', '-Dmaven.test.failure.ignore=true', ...goals]
  const hasWrapper = manifests.paths.has('mvnw')
  const has = { isWrapped: hasWrapper, isThere: hasMaven }
  const [file = '', ...lead] = programOf('mvnw', 'mvn', has)
  const command = { file, args: [...lead, ...args] }
  const canRun = hasWrapper || hasMaven
  const noJacoco = hasJacoco
    ? null
    : 'add jacoco-maven-plugin with its prepare-agent goal to the pom.xml'
  return {
    label: 'mvn test',
    commands: canRun ? [command] : [],
    reports: [],
    lacks: canRun ? noJacoco : 'install Maven',
  }
}

/** JaCoCo reports as XML and after failing tests, too; Gradle before 7 calls `required` `enabled`. */
const INIT_SCRIPT = `allprojects {
  afterEvaluate { project ->
    project.tasks.withType(Test) { ignoreFailures = true }
    project.tasks.withType(JacocoReport) {
      if (reports.xml.hasProperty('required')) reports.xml.required = true
      else reports.xml.enabled = true
    }
  }
}
`

/** Reports lie below each project's `build/`; the daemon and Gradle's own notes stay out of the project. */
function gradleRun(manifests: Manifests, { hasGradle, scratch }: Tools): PlannedRun {
  const hasJacoco = mentions(manifests, /(^|\/)build\.gradle(\.kts)?$/, 'jacoco')
  const hasWrapper = manifests.paths.has('gradlew')
  const has = { isWrapped: hasWrapper, isThere: hasGradle }
  const program = programOf('gradlew', 'gradle', has)
  const tasks = hasJacoco ? ['test', 'jacocoTestReport'] : ['test']
  const init = `${scratch}/init.gradle`
  const flags = ['--init-script', init, `--project-cache-dir=${scratch}/gradle`]
  const quiet = ['--no-daemon', '--console=plain', '--continue']
  const script = 'printf %s "$1" > "$2" && shift 2 && exec "$@"'
  const args = ['-c', script, 'sh', INIT_SCRIPT, init, ...program, ...flags, ...quiet, ...tasks]
  const canRun = hasWrapper || hasGradle
  return {
    label: 'gradle test',
    commands: canRun ? [{ file: 'sh', args }] : [],
    reports: [],
    lacks: canRun ? (hasJacoco ? null : 'apply the jacoco plugin') : 'install Gradle',
  }
}
