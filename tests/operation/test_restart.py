"""A restart behind a socket that stays open: no request is dropped, and one in hand is answered to its end."""

import http.client
import sys
from contextlib import ExitStack
from threading import Thread

import pytest

from tests.operation.conftest import Serving
from tests.operation.probes import Probes, UnixConnection, ask

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database("sqlite")]
RESTARTS = 3
# Answers between two of them.
BETWEEN = 20
BODY = b"username=siapa&password=salah"


def restart(serving: Serving) -> None:
    serving.units.stop("sakip-web.service")
    serving.units.start("sakip-web.service")


def test_no_request_is_dropped(serving: Serving) -> None:
    """Four ask at once, one of them for a page that takes long."""
    everybody = [Probes(serving.socket) for _ in range(3)] + [Probes(serving.socket, "/admin/login/")]
    with ExitStack() as asking:
        for probes in everybody:
            asking.enter_context(probes)
        for number in range(1, RESTARTS + 1):
            restart(serving)
            everybody[0].wait_for(number * BETWEEN)
    answers = [answer for probes in everybody for answer in probes.answers]
    assert set(answers) == {"200"}
    counted = {path.name for path in serving.root.glob("metrik/*/counter_*.db")}
    assert "counter_ended.db" in counted
    assert len(counted) == 2, "of each process that ended a file is left"
    longest = max(probes.longest for probes in everybody)
    sys.stderr.write(f"\n{len(answers)} requests over {RESTARTS} restarts, longest {longest:.2f} s\n")


def test_a_request_in_hand_is_answered(serving: Serving) -> None:
    """Half of it has arrived when the server is told to end; its answer is the page of a form without its token."""
    connection = UnixConnection(serving.socket)
    connection.putrequest("POST", "/admin/login/")
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.putheader("Content-Length", str(len(BODY)))
    connection.endheaders(BODY[:10])
    assert ask(serving.socket, "/sehat/") == "200"  # one that came later was taken up, so this one is
    ending = Thread(target=serving.units.stop, args=("sakip-web.service",))
    ending.start()
    ending.join(1)
    assert ending.is_alive()
    connection.send(BODY[10:])
    try:
        assert connection.getresponse().status == http.client.FORBIDDEN
    finally:
        connection.close()
        ending.join()
