"""Which routes does this application serve? Prints port and routes as one JSON line, then serves until it is stopped.

probe.py fastapi|flask|django MODULE[:NAME[()]]
"""

import importlib
import json
import os
import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

framework, entry = sys.argv[1:3]
sys.argv = ["probe"]
sys.path.insert(0, os.getcwd())
answer, sys.stdout = sys.stdout, sys.stderr  # applications print, too

module, _, name = entry.partition(":")
target = importlib.import_module(module)
if name:
    target = getattr(target, name.removesuffix("()"))
    if entry.endswith("()"):
        target = target()


def tell(port, routes):
    print(json.dumps({"port": port, "routes": sorted({(method, path) for method, path in routes})}), file=answer, flush=True)


def asgi_routes(routes, prefix=""):
    for route in routes:
        path = prefix + getattr(route, "path", "")
        if getattr(route, "methods", None):
            yield from ((method, path) for method in route.methods)
        elif hasattr(route, "endpoint") and "WebSocket" not in type(route).__name__:
            yield "GET", path  # a class of views
        elif getattr(route, "routes", None):
            yield from asgi_routes(route.routes, path)


def django_routes(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern).lstrip("^").rstrip("$\\Z").replace("\\Z", "")
        if hasattr(pattern, "url_patterns"):
            if getattr(pattern, "app_name", None) != "admin":
                yield from django_routes(pattern.url_patterns, path)
        else:
            yield from (("GET", "/" + path.lstrip("/")),)


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def serve(application, routes):
    with make_server("127.0.0.1", 0, application, Server, Quiet) as server:
        tell(server.server_port, routes)
        server.serve_forever()


if framework == "flask":
    from werkzeug.serving import make_server as make_flask_server

    server = make_flask_server("127.0.0.1", 0, target, threaded=True)
    tell(server.server_port, [(method, rule.rule) for rule in target.url_map.iter_rules() for method in rule.methods])
    server.serve_forever()
elif framework == "django":
    from django.urls import get_resolver

    serve(target.application, django_routes(get_resolver().url_patterns))
else:
    import socket

    import uvicorn

    routes = list(asgi_routes(target.routes))
    if hasattr(target, "openapi"):
        for path, operations in target.openapi().get("paths", {}).items():
            routes += [(method.upper(), path) for method in operations]
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    tell(listening.getsockname()[1], routes)
    uvicorn.Server(uvicorn.Config(target, log_level="error")).run(sockets=[listening])
