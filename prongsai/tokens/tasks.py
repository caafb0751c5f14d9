"""Every night: the end of keys whose round is over, and of the order in which people came."""

from prongsai.core import jobs
from prongsai.tokens.services import following, issuing


@jobs.every("10 19 * * *")
def forget_order() -> None:
    issuing.forget_order()


@jobs.every("20 19 * * *", queue="tokens")
def destroy_ended_keys() -> None:
    following.destroy_ended_keys()
