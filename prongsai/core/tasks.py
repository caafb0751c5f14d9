"""Keeping the queue itself in order."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

KEEP_FAILED_HOURS = 30 * 24


@app.periodic(cron="*/2 * * * *")
@app.task(name="core.tasks.rescue_stalled", queueing_lock="rescue_stalled", pass_context=True)
async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Queue again what a worker was doing when it died: every job is safe to repeat."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="20 18 * * *")
@app.task(name="core.tasks.clear_old_jobs", queueing_lock="clear_old_jobs", pass_context=True)
async def clear_old_jobs(context: JobContext, timestamp: int) -> None:
    """Forget finished jobs; failed ones stay a month for whoever looks into them."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FAILED_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )
