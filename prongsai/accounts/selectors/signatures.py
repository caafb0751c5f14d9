"""What stands below a signature: name, position and, for a substitute, the acting phrase."""

from datetime import date

from django.db.models import Q

from prongsai.accounts.models import Appointment, User
from prongsai.accounts.rules.appointments import WORDS, Phrase, SignatureBlock
from prongsai.core import clock
from prongsai.core.errors import NotFound


def get_signature_block(person_id: int, unit_id: int, *, on: date | None = None) -> SignatureBlock:
    """Return the lines below the signature of a person who signs for a unit on a day.

    With an appointment on that day the block names the post that is acted for; of several the
    latest counts.
    """
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound
    day = on or clock.today()
    lasting = Q(ended_at=None) | Q(ended_at__date__gt=day)
    appointment = (
        Appointment.objects.filter(lasting, Q(ends=None) | Q(ends__gte=day))
        .filter(person_id=person_id, unit_id=unit_id, starts__lte=day)
        .order_by("-starts", "-id")
        .first()
    )
    if appointment is None:
        return SignatureBlock(person.pk, person.full_name, person.position)
    return SignatureBlock(
        person_id=person.pk,
        name=person.full_name,
        position=appointment.own_position,
        phrase=WORDS[Phrase(appointment.phrase)],
        for_position=appointment.for_position,
        appointment_id=appointment.pk,
    )
