/** Which files are entered from outside though no module imports them? The conventions of tools and frameworks. */

type Patterns = readonly RegExp[]

/** Run by hand, by tests or by whoever copies them: all that is in these folders, or lies directly in them. */
const APART = [
  /(^|\/)(\w*__\w+__|fixtures?|mocks?|stubs?|([\w-]+-)?docs?|documentation|examples?|samples?|snippets?|tutorials?|demos?|playgrounds?|sandbox|templates?|template-[^/]*|migrations?|seed(er)?s?|bench(marks?)?|perf|cypress|public|static)\//,
  /(^|\/)(scripts?|bin|tools?|tasks)\/[^/]+$/,
]

/** Where a package starts when nothing says otherwise; paths from the package's folder. */
const START = /^(src\/)?(index|main|cli|server|app)\.[cm]?[jt]sx?$/

/** Settings and stories written as code, which a tool loads and nobody else. */
const SETTINGS: Patterns = [
  /\.(config|conf|setup|stories|story|bench|benchmark|workspace)(\.[\w-]+)*\.[cm]?[jt]sx?$/,
  /(^|\/)(gulpfile|gruntfile|webpack|rollup|jest|vitest|vite|karma|babel|eslint|prettier|metro)[\w.-]*\.[cm]?[jt]sx?$/i,
  /(^|\/)\.[\w-]+(\.[\w-]+)*\.[cm]?[jt]s$/,
]

/** What tools load by themselves, in any package. */
const TOOLS: Patterns = [
  ...SETTINGS,
  /\.d\.[cm]?ts$/,
  /(^|\/)\.[\w-]+/,
  /(^|\/)(sw|setup\w*|[\w.-]*(service-?)?worker|test[-_]?setup|setup[-_]?tests?)\.[cm]?[jt]sx?$/i,
]

/** Package that says which framework is used → the files that framework loads by itself. */
const FRAMEWORKS: readonly (readonly [RegExp, RegExp])[] = [
  [/^next$/, /^(src\/)?((pages|app)\/|(middleware|proxy|instrumentation)\b)/],
  [
    /^nuxt3?$/,
    /^(app\/|src\/)?(pages|components|composables|layouts|middleware|plugins|modules|server|stores?|utils|app)\b/,
  ],
  [/^astro$/, /^src\/(pages|content|middleware|actions|live)\b/],
  [/^@sveltejs\/kit$/, /^src\/(routes|params|hooks|service-worker|app|instrumentation)\b/],
  [/^(@remix-run\/|@react-router\/dev$)/, /^(app|src)\/(routes|root|entry)\b/],
  [/^@tanstack\/\w+-(router|start)$/, /^(src|app)\/(routes|router|client|ssr|server)\b/],
  [/^gatsby$/, /^(src\/(pages|templates|api)\/|gatsby-)/],
  [/^@docusaurus\/core$/, /^(src\/(pages|theme|theme-classic)\/|sidebars)/],
  [/^(vitepress|vuepress)$/, /(^|\/)\.vi?u?te?press\//],
  [/^expo-router$/, /^(src\/)?app\//],
  [/^@redwoodjs\//, /\/src\/(pages|layouts|functions|graphql|services|directives)\//],
  [/^@angular\/core$/, /(^|\/)(main|polyfills|test|environments?\/.*)\.ts$/],
  [/^@fastify\/autoload$/, /(^|\/)(routes|plugins|services|hooks)\//],
  [/^@storybook\//, /(^|\/)\.storybook\//],
  [/^(ember-source|@strapi\/strapi|sails|@adonisjs\/core|egg|@feathersjs\/feathers)$/, /./],
]

/** Whether the file stands by itself: an example, a fixture, a script. */
export const isApart = (path: string): boolean => APART.some(each => each.test(path))

/** Whether the file sets a tool up: what it exports is meant for that tool. */
export const isToolSettings = (path: string): boolean => SETTINGS.some(each => each.test(path))

/** Whether a tool loads the file, which says nothing of the package it stands in. */
export const isToolEntry = (path: string): boolean =>
  isApart(path) || TOOLS.some(each => each.test(path))

/**
 * Files a package starts with, by their names or by the frameworks it uses; paths from the package's folder.
 * @param dependencies Of the package and those around it.
 */
export function startsOf(dependencies: Iterable<string>): Patterns {
  const names = [...dependencies]
  const used = FRAMEWORKS.filter(([name]) => names.some(each => name.test(each)))
  return [START, ...used.map(([, files]) => files)]
}

const PYTHON: Patterns = [
  /(^|\/)(__init__|__main__|conftest|setup|manage|wsgi|asgi|main|app|cli|server|run)\.py$/,
  /(^|\/)(settings|urls|admin|apps|models|signals|tasks|celery|context_processors|routing|receivers)(\.py$|\/)/,
  /(^|\/)(migrations|management\/commands|templatetags|alembic|versions|scripts?|bin|tools?|examples?|benchmarks?|docs?|plugins)\//,
  /(^|\/)(noxfile|fabfile|dodo|hatch_build|conf|gunicorn[\w.]*|locustfile|pavement)\.py$/,
  /\.pyi$/,
]

export const isPythonEntry = (path: string): boolean => PYTHON.some(pattern => pattern.test(path))
