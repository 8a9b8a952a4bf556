/** Are the routes found those that a program answers? Small programs of each framework, and the rows they must give. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shown } from './routing/routes-of.mts'

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
