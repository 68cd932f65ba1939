"""Put the routes together into one ASGI application."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from agenttrace_server.api import routes
from agenttrace_server.api.border import REQUEST_ID_HEADER, Border
from agenttrace_server.api.health import VERSION
from agenttrace_server.api.problems import MEDIA_TYPE, add_problem_handlers
from agenttrace_server.api.routes.asking.search import search_spans
from agenttrace_server.api.routes.traces import get_trace, list_traces
from agenttrace_server.api.schemas import ChangeOut, Problem
from agenttrace_server.api.services import Services
from agenttrace_server.api.web_app import add_web_app
from agenttrace_server.config import Settings

_PREFIX = "/api/v1"


def create_api(services: Services) -> ASGIApp:
    """Return REST, live streams and the web application, with everything that stands before them."""
    app = routed(services.settings.root_path)
    app.state.services = services
    add_web_app(app, services.settings)
    return Border(_with_cors(app, services.settings), services.settings)


def routed(root_path: str = "") -> FastAPI:
    """Return the routes alone: what the OpenAPI document is made from."""
    app = FastAPI(title="AgentTrace", version=VERSION, openapi_url=None, docs_url=None, redoc_url=None)
    add_problem_handlers(app)
    for module in (
        routes.language,
        routes.sql,
        routes.traces,
        routes.trace_views,
        routes.agents,
        routes.checkpoints,
        routes.sessions,
        routes.spans,
        routes.metrics,
        routes.pricing.history,
        routes.pricing.prices,
        routes.search,
        routes.views,
        routes.signals,
        routes.export,
        routes.replays.recordings,
        routes.replays.replays,
        routes.replays.workers,
        routes.replays.comparing,
        routes.system,
        routes.keeping.samples,
        routes.keeping.upkeep,
        routes.live,
    ):
        app.include_router(module.router, prefix=_PREFIX)
    app.include_router(routes.system.root_router)
    _add_aliases(app)

    @app.get(f"{_PREFIX}/openapi.json", include_in_schema=False)
    def openapi_json() -> dict[str, object]:
        return openapi_document(app, root_path)

    return app


def openapi_document(app: FastAPI, root_path: str = "") -> dict[str, object]:
    """Return the schema: our problems instead of FastAPI's 422, and the live message, which no plain route returns."""
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    schemas = document["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    reference = "#/components/schemas/{model}"
    for model in (Problem, ChangeOut):
        schema = model.model_json_schema(ref_template=reference, mode="serialization")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    problem = {"description": "Error", "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = problem
    if root_path:
        document["servers"] = [{"url": root_path}]
    return document


def _add_aliases(app: FastAPI) -> None:
    aliases = APIRouter(prefix="/api", include_in_schema=False)
    aliases.add_api_route("/traces", list_traces)
    aliases.add_api_route("/traces/{trace_id}", get_trace)
    aliases.add_api_route("/search", search_spans)
    app.include_router(aliases)


def _with_cors(app: ASGIApp, settings: Settings) -> ASGIApp:
    if not settings.cors_origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=["authorization", "content-type", "if-none-match"],
        expose_headers=["etag", REQUEST_ID_HEADER],
    )
