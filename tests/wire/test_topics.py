"""Topics: built and parsed in one place, and nobody else's is taken for ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_wire import topics

TERMINALS = st.from_regex(topics.TERMINAL_PATTERN, fullmatch=True).filter(lambda name: name != "server")
JOBS = st.from_regex(topics.JOB_PATTERN, fullmatch=True)
KINDS = st.sampled_from(topics.UP_KINDS + topics.DOWN_KINDS)


@given(TERMINALS, KINDS, JOBS)
def test_a_topic_reads_back_as_it_was_built(terminal: str, kind: topics.Kind, job: str) -> None:
    topic = topics.Topic(terminal, kind, job if kind.startswith("job/") else "")
    assert topics.parse(str(topic)) == topic


@given(st.text())
def test_a_text_that_parses_is_exactly_the_topic_it_parses_to(text: str) -> None:
    parsed = topics.parse(text)
    assert parsed is None or str(parsed) == text


@pytest.mark.parametrize(
    "text",
    [
        "hv/1/server/status",
        "hv/1/server/report",
        "hv/1/a/report",
        "hv/1/-a/report",
        "hv/1/" + "a" * 49 + "/report",
        "hv/1/imatra-1/job/short/state",
        "hv/1/imatra-1/job/+/state",
        "hv/1/imatra-1/reports",
        "/hv/1/imatra-1/report",
    ],
)
def test_what_is_nearly_a_topic_is_none(text: str) -> None:
    assert topics.parse(text) is None


def test_a_terminal_writes_and_reads_exactly_what_the_rules_give_it() -> None:
    assert topics.UP_FILTERS == (
        "hv/1/+/presence",
        "hv/1/+/report",
        "hv/1/+/event",
        "hv/1/+/config/reported",
        "hv/1/+/job/+/state",
    )
    assert topics.down_filters("imatra-1") == (
        "hv/1/imatra-1/event/stored",
        "hv/1/imatra-1/config/desired",
        "hv/1/imatra-1/job/+/request",
        "hv/1/server/status",
    )


def test_a_job_is_never_retained() -> None:
    assert sorted(topics.RETAINED_KINDS) == ["config/desired", "config/reported", "presence"]
