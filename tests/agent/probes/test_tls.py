"""Certificates judged: the pinned issuer, an interceptor, a wrong clock, silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huonevahti_agent.host import Handshake
from huonevahti_agent.probes import tls
from huonevahti_agent.probes._connections import Attempt
from tests.agent.probes.judged import words
from tests.agent.probes.parts import NOW, SERVICES, lost, seen


@pytest.mark.parametrize(
    ("attempts", "page", "interceptor"),
    [
        pytest.param([seen()], "ok", "ok", id="the pinned common name"),
        pytest.param(
            [seen(common_name="X1", organisation="Trust Services")], "ok", "ok", id="a pinned organisation"
        ),
        pytest.param([seen(common_name="Public CA 1 ")], "ok", "ok", id="blanks do not count"),
        pytest.param(
            [seen(common_name="Zscaler Intermediate Root CA (zscaler.net)", trusted=False)],
            "failed issuer",
            "failed interceptor",
            id="an interceptor",
        ),
        pytest.param(
            [seen(common_name="Agency Proxy CA")],
            "failed issuer",
            "failed interceptor",
            id="one the system trusts",
        ),
        pytest.param([seen(trusted=False)], "failed untrusted", "ok", id="the right name, not trusted"),
        pytest.param([seen(trusted=None)], "ok", "ok", id="no store of trust"),
        pytest.param(
            [seen(trusted=False, theirs=timedelta(days=40))],
            "failed clock",
            "no_data clock",
            id="our clock is wrong",
        ),
        pytest.param(
            [seen(theirs=timedelta(days=1))], "ok", "no_data clock", id="a wrong clock, yet trusted"
        ),
        pytest.param([lost("timeout")], "failed timeout", "no_data failed", id="silence"),
        pytest.param([lost("refused")], "failed refused", "no_data failed", id="refused"),
        pytest.param([lost("dns")], "failed dns", "no_data failed", id="no such name"),
        pytest.param(
            [Attempt("page", Handshake(0.0, "", "", None, "", None), NOW, "not_permitted")],
            "no_data not_permitted",
            "no_data failed",
            id="not tried",
        ),
        pytest.param([seen(), seen("gone")], "ok", "ok", id="an endpoint no longer in the profile"),
    ],
)
def test_certificates_are_judged(attempts: list[Attempt], page: str, interceptor: str) -> None:
    judged = words(tls.signals(tls.Sample(tuple(attempts)), SERVICES))
    assert (judged["network.tls.page"], judged["network.interceptor"]) == (page, interceptor)
    assert "network.tls.gone" not in judged


def test_an_endpoint_without_a_pin_proves_no_interceptor() -> None:
    sample = tls.Sample((seen("media", "Anybody"),))
    assert words(tls.signals(sample, SERVICES)) == {
        "network.tls.media": "ok",
        "network.interceptor": "no_data not_in_profile",
    }


def test_the_interceptors_name_is_told_without_what_could_be_an_address() -> None:
    judged = tls.signals(tls.Sample((seen(common_name="Proxy <a@b/c?d#e> "),)), SERVICES)[-1]
    assert judged.value == "Proxy <a b c d e>"
    assert judged.expected == "Public CA 1"


def test_an_issuer_without_a_common_name_is_told_by_its_organisation() -> None:
    judged = tls.signals(tls.Sample((seen(common_name="", organisation="Zscaler Inc."),)), SERVICES)[-1]
    assert judged.value == "Zscaler Inc."
