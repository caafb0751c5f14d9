"""Health is told without signing in, numbers only to the same machine."""

import pytest


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_needs_no_session(db, client, path):
    answer = client.get(path)

    assert answer.content == b"ok\n"
    assert not answer.cookies


def test_metrics_tell_jobs_and_memory_to_the_same_machine(db, client):
    lines = client.get("/metrics").content.decode().splitlines()

    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert values["prongsai_database_up"] == "1"
    assert values['prongsai_jobs{status="todo"}'] == "0"
    assert float(values["process_resident_memory_bytes"]) > 1e6
    assert len([line for line in lines if line.startswith("# TYPE prongsai_jobs")]) == 1


@pytest.mark.parametrize(
    "sender", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}]
)
def test_metrics_are_not_told_to_others(db, client, sender):
    assert client.get("/metrics", **sender).status_code == 404
