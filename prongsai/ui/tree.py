"""Branches of a tree that are loaded when they are opened."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from prongsai.ui.types import Node


def answer_branch(request: HttpRequest, nodes: Sequence[Node], heading: str) -> HttpResponse:
    """Answer with the lines alone where htmx asked, else with a page that shows them."""
    alone = request.headers.get("HX-Request") == "true"
    template = "ui/components/tree_nodes.html" if alone else "ui/tree.html"
    response = render(request, template, {"nodes": nodes, "heading": heading})
    patch_vary_headers(response, ["HX-Request"])
    return response
