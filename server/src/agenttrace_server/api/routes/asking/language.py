"""Routes: what the filter language knows, and what is counted by it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api.parameters import FieldsAsked, TraceFacets, TraceHistogram, ValuesAsked
from agenttrace_server.api.rendering import language as rendering
from agenttrace_server.api.schemas.language import FacetsOut, FieldsOut, HistogramOut, ValuesOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.query.trace_list import facets
from agenttrace_server.store.api import SpanFilter

router = APIRouter(tags=["query"])


@router.get("/query/fields")
def list_fields(asked: Annotated[FieldsAsked, Query()]) -> FieldsOut:
    """The fields of the filter language."""
    return FieldsOut(of=asked.of.value, fields=[rendering.field(found) for found in facets.fields_of(asked.of)])


@router.get("/query/values")
def list_values(services: WithServices, asked: Annotated[ValuesAsked, Query()]) -> ValuesOut:
    """The commonest values of a field, to complete what is being typed."""
    since_ns, until_ns = asked.window(services)
    where = SpanFilter(project=asked.project, since_ns=since_ns, until_ns=until_ns)
    return rendering.values(asked.field, facets.values(services.store, asked.field, asked.of, where, asked.facet()))


@router.get("/traces/histogram")
def get_histogram(services: WithServices, asked: Annotated[TraceHistogram, Query()]) -> HistogramOut:
    """When the traces began: how many, how many failed, and their 95th percentile."""
    found = facets.histogram(services.store, asked.where(services), asked.buckets, services.now_ns())
    return rendering.histogram(found)


@router.get("/traces/facets")
def get_facets(services: WithServices, asked: Annotated[TraceFacets, Query()]) -> FacetsOut:
    """The commonest values of some fields among the traces meant."""
    names = [name for name in asked.fields.split(",") if name.strip()]
    found = facets.facets(services.store, asked.where(services), names, asked.limit)
    return FacetsOut(facets=[rendering.values(field.name, values) for field, values in found])
