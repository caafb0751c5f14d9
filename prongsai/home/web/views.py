"""The front page: what to do next."""

from django.http import HttpResponse
from django.shortcuts import render

from prongsai.ui.http import Request


def home(request: Request) -> HttpResponse:
    return render(request, "home/home.html")
