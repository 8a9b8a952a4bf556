/** Are the routes of Spring's router functions those the program answers? In Java and Kotlin, nested, named and handed on. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routesOf, shown } from './routes-of.mts'

const JAVA = 'import org.springframework.web.reactive.function.server.*;\n'
const KOTLIN = 'import org.springframework.web.reactive.function.server.coRouter\n'
const inJava = (body: string) => ({ 'Routes.java': `${JAVA}class Routes {\n${body}\n}\n` })
const inKotlin = (body: string) => ({ 'Routes.kt': `${KOTLIN}class Routes {\n${body}\n}\n` })

const PROGRAMS: Readonly<
  Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>
> = {
  'Java: predicates, and what they are combined with': [
    inJava(`
  @Bean RouterFunction<ServerResponse> all(Handler it) {
    return RouterFunctions.route(GET("/pets").and(accept(JSON)), it::all) // as a list
        .andRoute(RequestPredicates.POST("/pets"), it::add)
        .andRoute(path("/old").and(method(HttpMethod.PUT)), it::old)
        .andRoute(path("/any"), it::any);
  }`),
    ['* /any', 'GET /pets', 'POST /pets', 'PUT /old'],
  ],
  'Java: a builder, nested in paths and in other predicates': [
    inJava(`
  RouterFunction<ServerResponse> all(Handler it) {
    return route().GET("/", it::home)
        .path("/api", api -> api
            .nest(accept(JSON), () -> route().GET("/{id}", it::one).GET(it::list).build())
            .nest(path("/admin").and(accept(JSON)), admin -> admin.DELETE(ID, it::gone)))
        .resources("/static/**", files).build();
  }
  static final String ID = "/by/{id}";`),
    ['DELETE /api/admin/by/{id}', 'GET /', 'GET /api', 'GET /api/{id}'],
  ],
  'Java: routers in variables, fields and functions of the file': [
    inJava(`
  private final RouterFunction<?> field = route(GET("/field"), it::field);
  RouterFunction<?> all(Handler it) {
    RouterFunction<?> inner = route(GET("/{id}"), it::one);
    return nest(path("/api"), inner).andNest(path("/v2"), this.field).and(nest(path("/by"), byName(it)));
  }
  RouterFunction<?> byName(Handler it) { return route(GET("/name"), it::named); }
  RouterFunction<?> apart(Handler it) { var inner = route(GET("/apart"), it.inner()); return inner; }`),
    ['GET /apart', 'GET /api/{id}', 'GET /by/name', 'GET /v2/field'],
  ],
  'Kotlin: texts and predicates that nest, handlers as references and lambdas': [
    inKotlin(`
  @Bean fun routes(it: Handler) = coRouter {
    GET("/", it::home)
    "/api".nest {
      accept(JSON).nest {
        GET("", it::all)
        GET("/{id}") { request -> it.one(request) }
      }
      (accept(JSON) and "/admin").nest { PUT("/x")(it::put) }
      path("/old").nest { (GET("/a") or GET("/b")) { ok() } }
      "/any" { it.any() }
    }
    add(more(it))
  }
  fun more(it: Handler) = router { POST("$BASE/more", it::more) }
  companion object {
    const val BASE = "/base"
  }`),
    [
      '* /api/any',
      'GET /',
      'GET /api',
      'GET /api/old/a',
      'GET /api/old/b',
      'GET /api/{id}',
      'POST /base/more',
      'PUT /api/admin/x',
    ],
  ],
  'no requests of clients, and nothing in files without router functions': [
    {
      ...inJava('  void ask() { client.get().uri("/x"); HttpRequest.newBuilder().GET(); }'),
      'Other.java': 'class Other { void ask() { server.GET("/other", it); } }\n',
    },
    [],
  ],
}

for (const [name, [files, expected]] of Object.entries(PROGRAMS))
  test(name, async () => assert.deepEqual(await shown(files), expected))

test('routers of other files below a path are an open end; without one they stand where they are', async () => {
  const { openEnds } = await routesOf(
    inJava(`
  RouterFunction<?> all(Users users) {
    return nest(path("/users"),
        users.routes()).andNest(accept(JSON), users.more());
  }`),
  )
  assert.deepEqual(openEnds, [{ path: '/users', file: 'Routes.java', line: 6 }])
})

test('thousands of routes in one expression take no time that grows with their square', async () => {
  const chain = Array.from({ length: 4_000 }, (_, each) => `.GET("/${each}", it)`).join('')
  const { length } = await shown(inJava(`  Object all() { return route()${chain}; }`))
  assert.equal(length, 4_000)
})
