"""Light, dark or as the system says, remembered in a cookie that holds nothing else."""

from django.http import HttpRequest

COOKIE = "prongsai_theme"
THEMES = ("auto", "light", "dark")


def get_theme(request: HttpRequest) -> str:
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in THEMES else "auto"
