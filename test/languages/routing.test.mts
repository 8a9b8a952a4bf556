/** Are the routes found those that a program answers? Small programs of each framework, and the rows they must give. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SourceFacts } from '../../scripts/core/facts.mts'
import type { RoutingFacts } from '../../scripts/core/routing.mts'
import { readFacts } from '../../scripts/languages/index.mts'
import { joinRoutes } from '../../scripts/languages/routes.mts'
import { pathKey, reaches, spelled } from '../../scripts/languages/routing/paths.mts'
import { routesOf, shown } from './routing/routes-of.mts'

const PROGRAMS: Readonly<
  Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>
> = {
  'FastAPI: prefixes through routers, settings and sub-modules': [
    {
      'app/config.py': 'class Settings(BaseSettings):\n    API_V1_STR: str = "/api/v1"\n',
      'app/main.py': `
from fastapi import FastAPI
from app.api.main import api_router
app = FastAPI()
app.include_router(api_router, prefix=settings.API_V1_STR)
@app.get("/health")
def health(): ...
`,
      'app/api/main.py': `
from fastapi import APIRouter
from app.api.routes import items
api_router = APIRouter()
api_router.include_router(items.router, prefix="/things")
`,
      'app/api/routes/items.py': `
from fastapi import APIRouter
router = APIRouter(prefix="/items")
@router.get("/{id:int}")
async def read(id): ...
@router.api_route("/", methods=["PUT", "POST"])
def write(): ...
@router.get(f"/by/{name_of_it()}")
def by(): ...
drop = router.delete("/{id}", status_code=204)(drop)
`,
    },
    [
      '? GET /api/v1/things/items/by/{$}',
      'DELETE /api/v1/things/items/{id}',
      'GET /api/v1/things/items/{id}',
      'GET /health',
      'POST /api/v1/things/items',
      'PUT /api/v1/things/items',
    ],
  ],
  'Flask: a blueprint with its own prefix, one mounted elsewhere, classes of views': [
    {
      'flaskr/__init__.py': `
from flask import Flask
def create_app():
    app = Flask(__name__)
    @app.route('/hello')
    def hello(): ...
    from . import auth, blog
    app.register_blueprint(auth.bp)
    app.register_blueprint(blog.bp, url_prefix='/news')
    app.add_url_rule('/users/<int:id>', view_func=UserView.as_view('user'))
    return app
class UserView(MethodView):
    def get(self, id): ...
    def delete(self, id): ...
`,
      'flaskr/auth.py': `
from flask import Blueprint
bp = Blueprint('auth', __name__, url_prefix='/auth')
@bp.route('/login', methods=('GET', 'POST'))
def login(): ...
`,
      'flaskr/blog.py': `
from flask import Blueprint
bp = Blueprint('blog', __name__, url_prefix='/blog')
@bp.post('/<int:id>/update')
def update(id): ...
`,
    },
    [
      'DELETE /users/{id}',
      'GET /auth/login',
      'GET /hello',
      'GET /users/{id}',
      'POST /auth/login',
      'POST /news/{id}/update',
    ],
  ],
  'Starlette: lists of routes, mounted ones, a route of its own kind': [
    {
      'site/app.py': `
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from .users import user_routes
routes = [
    Route('/', homepage),
    Route("/error", endpoint=views.error, methods=["GET", "POST"]),
    LocaleRoute("/posts/{year:int}", views.PostDetail, name="post"),
    WebSocketRoute("/ws", talk),
    Mount('/static', app=StaticFiles(directory='statics'), name='static'),
    Mount("/users", routes=user_routes),
    Mount("/api", routes=[Route("/me", me), Mount("/v2", app=Router([Route("/you", you)]))]),
]
if settings.DEBUG:
    routes += [Route("/debug", debug)]
app = Starlette(debug=True, routes=routes)
`,
      'site/users.py': `
from starlette.routing import Route
user_routes = [Route("/", users), Route("/{name}", user)]
`,
      'other/app.py': `
from starlette.applications import Starlette
from starlette.routing import Route
def create_app():
    return Starlette(routes=[Route("/other", other)])
`,
    },
    [
      '* /posts/{year}',
      'GET /',
      'GET /api/me',
      'GET /api/v2/you',
      'GET /debug',
      'GET /error',
      'GET /other',
      'GET /users',
      'GET /users/{name}',
      'POST /error',
    ],
  ],
  'Django: includes of modules and lists, patterns, a router of the REST framework': [
    {
      'site/urls.py': `
from django.urls import include, path, re_path
from shop import views
extra = [path('about/', views.about)]
urlpatterns = [
    path('shop/', include('shop.urls')),
    path('', include(extra)),
    re_path(r'^old/(?P<year>[0-9]{4})/?$', views.old),
]
`,
      'shop/urls.py': `
from django.urls import path
from rest_framework.routers import DefaultRouter
router = DefaultRouter()
router.register(r'carts', views.CartViewSet)
urlpatterns = [path('<slug:name>/', views.item)] + router.urls
urlpatterns += [path('api/', include(router.urls))]
`,
    },
    ['* /about', '* /old/{year}', '* /shop/api/carts', '* /shop/api/carts/{pk}', '* /shop/{name}'],
  ],
  'Express: routers in files, chains, functions that are handed the application': [
    {
      'src/app.ts': `
import express from 'express'
import users from './users.js'
import more from './more'
const app = express()
app.use(express.json())
app.use('/api', users, require('./orders'))
app.get('title')
app.route('/book').get(show).post(auth, add)
more(app)
fetcher.get('/not-ours', options)
`,
      'src/users.ts': `
import { Router } from 'express'
const router = Router()
router.get('/users/:id(\\\\d+)', controller.show)
export default router
`,
      'src/orders.js': `
const express = require('express')
const inner = express.Router().delete('/:id', remove)
module.exports = express.Router().use('/orders', inner)
`,
      'src/more.js': `
module.exports = app => {
  app.all('/any/*', handler)
}
`,
    },
    ['* /any/{rest*}', 'DELETE /api/orders/{id}', 'GET /api/users/{id}', 'GET /book', 'POST /book'],
  ],
  'Express: a router whose place is worked out is not whole': [
    {
      'routes/a.js': `
const router = require('express').Router()
router.get('/a/:id', show)
module.exports = router
`,
      'app.js': `
const app = require('express')()
for (const { path, route } of list) app.use(path, route)
`,
    },
    ['? GET /a/{id}'],
  ],
  'Koa and Fastify: prefixes in options, plugins, route objects': [
    {
      'koa.js': `
const Router = require('@koa/router')
const router = new Router({ prefix: '/koa' })
router.get('/x', show)
router.del('/x/:id', remove)
app.use(router.routes())
`,
      'typed.ts': `
import express from 'express'
const typed = express()
typed.get<Params, Answer>('/typed', (q, s) => s.end())
`,
      'server.js': `
import Fastify from 'fastify'
import things from './things.js'
const server = Fastify()
server.register(things, { prefix: '/v1' })
server.register(async inner => { inner.put('/inline', handler) }, { prefix: '/v2' })
`,
      'things.js': `
import fp from 'fastify-plugin'
export default fp(async function (fastify) {
  fastify.route({ method: ['GET', 'HEAD'], url: '/things/:id', handler: show })
})
`,
    },
    [
      '? DELETE /koa/x/{id}',
      '? GET /koa/x',
      'GET /typed',
      'GET /v1/things/{id}',
      'HEAD /v1/things/{id}',
      'PUT /v2/inline',
    ],
  ],
  'NestJS: controllers below the prefix of their application': [
    {
      'src/main.ts':
        "const app = await NestFactory.create(AppModule)\napp.setGlobalPrefix('api')\n",
      'src/cats.controller.ts': `
import { Controller, Get, Post, All } from '@nestjs/common'
@Controller('cats')
export class CatsController {
  @Get(':id') one() {}
  @Post() create() {}
  @All(['a', 'b']) any() {}
}
@Controller({ path: 'dogs', version: '2' })
export class DogsController {
  @Get() all() {}
}
`,
    },
    [
      '* /api/cats/a',
      '* /api/cats/b',
      '? GET /api/{$}/dogs',
      'GET /api/cats/{id}',
      'POST /api/cats',
    ],
  ],
  'Next.js: handlers and pages by their folders': [
    {
      'next.config.mjs': 'export default {}\n',
      'app/(shop)/cart/[id]/route.ts':
        'export async function GET() {}\nexport const DELETE = handler\nexport const revalidate = 1\n',
      'app/docs/[...slug]/page.tsx': 'export default function Page() {}\n',
      'pages/api/users/index.ts': 'export default function handler() {}\n',
      'pages/_app.tsx': 'export default function App() {}\n',
    },
    ['* /api/users', 'DELETE /cart/{id}', 'GET /cart/{id}', 'GET /docs/{slug*}'],
  ],
  'Spring: class and method mappings, constants, clients left out': [
    {
      'src/main/java/Owners.java': `
import org.springframework.web.bind.annotation.*;
@RestController
@RequestMapping(Owners.BASE + "/owners")
class Owners {
  static final String BASE = "/api";
  @GetMapping("/{id:\\\\d+}") Owner one(int id) { return null; }
  @RequestMapping(path = {"/find", "/search"}, method = {RequestMethod.GET, RequestMethod.POST}) void find() {}
  @RequestMapping("/any") void any() {}
}
@FeignClient("other")
interface Other {
  @GetMapping("/elsewhere") String get();
}
`,
    },
    [
      '* /api/owners/any',
      'GET /api/owners/find',
      'GET /api/owners/search',
      'GET /api/owners/{id}',
      'POST /api/owners/find',
      'POST /api/owners/search',
    ],
  ],
  'Spring in Kotlin: the same annotations, interfaces of other files, constants in texts': [
    {
      'src/main/kotlin/Owners.kt': `
package shop
import org.springframework.web.bind.annotation.*
const val BASE = "/api"
@RestController
@RequestMapping(path = ["$BASE/owners", BASE + "/people"])
class Owners(private val all: All) : OwnersApi, Base<String>(all) {
  @GetMapping("/{id}", "/by/{id}") suspend fun one(@PathVariable id: Long): Owner = TODO()
  @RequestMapping(value = arrayOf("\${Paths.FIND}s"), method = [RequestMethod.GET, RequestMethod.POST])
  fun find() {}
  @org.springframework.web.bind.annotation.DeleteMapping
  fun gone() = Unit
  @GetMapping("\\\${set.elsewhere}/x") fun set() = Unit
  fun helper() = Unit
  companion object {
    const val NONE = "x"
  }
}
object Paths {
  const val FIND = "/find"
}
@FeignClient("other")
interface Other {
  @GetMapping("/elsewhere") fun get(): String
}
`,
      'src/main/kotlin/OwnersApi.kt': `
import org.springframework.web.bind.annotation.PutMapping
interface OwnersApi {
  @PutMapping("/{id}") fun put(id: Long): Owner
}
`,
    },
    ['owners', 'people']
      .flatMap(name => [
        `DELETE /api/${name}`,
        `GET /api/${name}/by/{id}`,
        `GET /api/${name}/finds`,
        `GET /api/${name}/{id}`,
        `POST /api/${name}/finds`,
        `PUT /api/${name}/{id}`,
        `? GET /api/${name}/{$}/x`,
      ])
      .toSorted(),
  ],
}

for (const [name, [files, expected]] of Object.entries(PROGRAMS))
  test(name, async () => assert.deepEqual(await shown(files), expected))

test('a row says where the route is and what answers it', async () => {
  const { routes } = await routesOf({
    'app.py':
      'from flask import Flask\napp = Flask(__name__)\n\n@app.get("/x")\ndef x():\n    return render_template("x")\n',
  })
  assert.deepEqual(routes, [
    {
      method: 'GET',
      path: '/x',
      isWhole: true,
      file: 'app.py',
      line: 4,
      handler: 'x',
      isPrivate: true,
    },
  ])
})

test('what others answer is an open end, not silence', async () => {
  const { openEnds } = await routesOf({
    'urls.py':
      "from django.urls import include, path\nurlpatterns = [path('accounts/', include('allauth.urls'))]\n",
    'Pets.java':
      'import org.springframework.stereotype.*;\n@RestController\n@RequestMapping("/api")\nclass Pets implements PetsApi {}\n',
  })
  assert.deepEqual(
    openEnds.map(({ path, file, line }) => [path, file, line]),
    [
      ['/api', 'Pets.java', 2],
      ['/accounts', 'urls.py', 2],
    ],
  )
})

test('a test double of a client and a file without routes have nothing to say', async () => {
  const { source } = await readFacts(
    'a.ts',
    "import axios from 'axios'\nconst x = await axios.get('/users', { params })\n",
    'typescript',
  )
  assert.deepEqual(joinRoutes([{ path: 'a.ts', facts: source }]).routes, [])
  const { source: plain } = await readFacts('b.py', 'x = 1\n', 'python')
  assert.equal(plain.routing, undefined)
})

test('all spellings of a parameter are one', () => {
  const spellings = [
    '/a/:id',
    '/a/<int:id>',
    '/a/[id]',
    'a/{id}/',
    '/a/{id:\\d{2}}',
    '/a/:id(\\d+)',
  ]
  assert.deepEqual([...new Set(spellings.map(each => spelled(each).path))], ['/a/{id}'])
  assert.equal(spelled('/f/{rest:path}').path, '/f/{rest*}')
  assert.equal(spelled('/f/[[...rest]]').path, '/f/{rest*}')
  assert.equal(pathKey('/a/{x}/{y*}'), '/a/{}/{*}')
  assert.ok(reaches('/users/{id}', '/users/me'))
  assert.ok(reaches('/f/{rest*}', '/f/a/b'))
  assert.ok(!reaches('/users/{id}', '/users/1/cart'))
  assert.ok(!reaches('/x/{id}.json', '/x/me'))
})

const text = fc.string({ maxLength: 30 })
const routing: fc.Arbitrary<RoutingFacts> = fc.record({
  routers: fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c.d'),
      kind: fc.constantFrom('root', 'part', 'controller', 'urls'),
      prefix: text,
    }),
    { maxLength: 3 },
  ),
  routes: fc.array(
    fc.record({
      on: fc.constantFrom('a', 'b', 'c.d', 'x'),
      method: fc.constantFrom('GET', '*'),
      path: text,
      line: fc.nat(),
      handler: text,
      isPrivate: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  mounts: fc.array(
    fc.record({
      on: fc.constantFrom('a', 'b', 'x'),
      router: fc.constantFrom('a', 'b', 'c.d', 'x.y'),
      prefix: fc.oneof(text, fc.constant('/x')),
      line: fc.nat(),
      replaces: fc.boolean(),
      isSure: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  imports: fc.constantFrom(
    {},
    { x: { module: './b', name: '*' } },
    { '*1': { module: './a', name: '*' }, x: { module: '.b', name: 'a' } },
  ),
  names: fc.constantFrom({}, { x: 'a' }, { x: 'y', y: 'x' }, { default: 'b', a: 'a.a' }),
  constants: fc.constantFrom({}, { BASE: '/base' }),
  bases: fc.array(text, { maxLength: 2 }),
})

test('whatever routers mount each other, the join ends and every path begins at the root', () => {
  const facts = (each: RoutingFacts) =>
    ({ routing: each, symbols: [], imports: [] }) as unknown as SourceFacts
  fc.assert(
    fc.property(routing, routing, (one, other) => {
      for (const ending of ['ts', 'py', 'java', 'kt']) {
        const { routes } = joinRoutes([
          { path: `a.${ending}`, facts: facts(one) },
          { path: `b.${ending}`, facts: facts(other) },
        ])
        for (const { path } of routes) assert.ok(path.startsWith('/') && path.length < 2_000)
      }
    }),
    { numRuns: 50 },
  )
})
