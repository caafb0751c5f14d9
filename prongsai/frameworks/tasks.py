"""What surrounds every job: on a training installation, the moved clock."""

from procrastinate import JobContext
from procrastinate.middleware import SyncCallNext
from procrastinate.worker import Worker

from prongsai.core import clock
from prongsai.frameworks.selectors.training import get_shift


def with_training_clock(call_next: SyncCallNext, context: JobContext, worker: Worker) -> object:
    with clock.travelled(get_shift()):
        return call_next()
