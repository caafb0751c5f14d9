"""Every night: the end of keys whose round is over, and of the order in which people came."""

from prongsai.core import jobs
from prongsai.tokens.services import issuing, rounds


@jobs.every("10 19 * * *")
def forget_order() -> None:
    issuing.forget_order()


@jobs.every("20 19 * * *")
def destroy_ended_keys() -> None:
    rounds.destroy_ended_keys()
