"""What lies in an inbox: everybody reads only the own one."""

from django.db.models import QuerySet

from prongsai.core.actor import Actor
from prongsai.core.request_cache import remember
from prongsai.notifications.models import Notice


def list_notices(actor: Actor) -> QuerySet[Notice]:
    """Return the actor's own lines, newest first."""
    if actor.user_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(user_id=actor.user_id).order_by("-id")


def count_unread(actor: Actor) -> int:
    """Return how many of the actor's own lines are unread: asked once, for every page's head."""
    unread = list_notices(actor).filter(read_at=None)
    return remember(("unread", actor.user_id), unread.count)
