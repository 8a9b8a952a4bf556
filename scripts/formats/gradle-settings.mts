/** Of which projects does a Gradle build consist? What `settings.gradle` includes, and where it says they lie. */

const INCLUDE = /^[ \t]*include(?:[ \t]*\(([^()]*)|[ \t]+((?:[^\n,]|,\s*)*))/gm
const PLACE =
  /\bproject\(\s*["']([^"'\n]+)["']\s*\)\.projectDir\s*=\s*(?:new\s+File\(|file\()\s*(?:\w+\s*,\s*)?["']([^"'\n]+)["']/g

const MOST_PROJECTS = 2000

/** Folders, relative to that of the settings; names a program computes are not known. */
export function gradleProjects(settings: string): readonly string[] {
  const text = settings.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, '$1')
  const places = new Map(
    [...text.matchAll(PLACE)].map(([, name = '', to = '']) => [bare(name), to]),
  )
  const names = [...text.matchAll(INCLUDE)].flatMap(([, called = '', list = called]) =>
    [...list.matchAll(/["']([^"'$\n]+)["']/g)].map(([, name = '']) => bare(name)),
  )
  return names.slice(0, MOST_PROJECTS).map(name => places.get(name) ?? name.replaceAll(':', '/'))
}

const bare = (name: string) => name.replace(/^:/, '')
