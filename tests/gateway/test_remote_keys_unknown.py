"""A token whose key is not known yet: one fetch for all who need it, within a budget, and nobody waits for long."""

import os
import threading

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.key_server import KeyServer, patient
from harness.metrics import samples, total
from harness.process import SANITIZERS
from harness.rig import Rig
from harness.upstream import Upstream
from harness.waiting import until
from harness.wire import Wire, bearer, request_bytes

OLD = tokens.shared_key("ES256", "old")
NEW = tokens.shared_key("ES256", "new")
NEXT = tokens.shared_key("ES256", "next")
SECRET = tokens.shared_key("HS256", "secret")
AT_ONCE = 4  # keys/budget.h
REFUSAL_ENDS = b"(jwt.unknown_key)\n"


@pytest.fixture
def provider():
    with KeyServer(OLD) as made:
        yield made


# AddressSanitizer keeps what was freed for a while; without that, what grows is ours.
KEEPS_NOTHING = {"ASAN_OPTIONS": SANITIZERS["ASAN_OPTIONS"] + ":quarantine_size_mb=1"}


def rig_for(provider, workers=1, **more):
    return Rig(
        lambda upstream: config(
            route(upstream, policies={"jwtAuth": jwt_auth(patient(provider.url, **more))}),
            workers=workers,
            statsAddr="localhost:0",
        ),
        env=KEEPS_NOTHING,
    )


def many(count, work):
    """`work(i)` on as many threads; what each gave."""
    results = [None] * count

    def run(i):
        results[i] = work(i)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("overlap", [True, False])
def test_the_first_request_with_a_new_key_gets_through(provider, overlap):
    with rig_for(provider) as rig:
        old = bearer(OLD.token())
        rig.ask("/", old).must_pass()
        provider.serve(*([NEW, OLD] if overlap else [NEW]))
        rig.ask("/", bearer(NEW.token())).must_pass()
        assert provider.asked == 2
        if overlap:
            rig.ask("/", old).must_pass()
        else:
            rig.ask("/", old).must_refuse(401, "unknown key")


def test_all_who_need_a_new_key_wait_for_one_fetch(provider):
    """Lessons 3.6: neither a storm nor starvation."""
    with rig_for(provider, workers=2, unknownKeyWait="30s") as rig:
        provider.serve(NEW, OLD)
        gate = provider.hang()
        waiting = []

        def one(i):
            return rig.ask("/", bearer(NEW.token(sub=str(i)))).status

        asking = threading.Thread(target=lambda: waiting.extend(many(16, one)))
        asking.start()
        provider.wait_for(2)
        # Nobody else waits for them.
        rig.ask("/", bearer(OLD.token())).must_pass()
        gate.set()
        asking.join()
        assert waiting == [200] * 16
        assert provider.asked == 2


def test_a_provider_that_hangs_costs_a_bounded_wait(provider):
    with rig_for(provider, unknownKeyWait="300ms") as rig:
        gate = provider.hang()
        rig.ask("/", bearer(NEW.token())).must_refuse(401, "unknown key")
        gate.set()


def test_a_client_that_goes_while_it_waits_harms_nobody(provider):
    """CVE-2024-45809, CVE-2025-64527: what a fetch brings may arrive after the request has died."""
    with rig_for(provider, unknownKeyWait="30s") as rig:
        provider.serve(NEW, OLD)
        gate = provider.hang()
        lines = "\r\n".join(f"{n}: {v}" for n, v in bearer(NEW.token()))
        for _ in range(8):
            with Wire(rig.port) as wire:
                wire.send(f"GET / HTTP/1.1\r\nHost: a\r\n{lines}\r\n\r\n".encode())
                provider.wait_for(2)
        rig.ask("/", bearer(OLD.token())).must_pass()
        gate.set()
        rig.ask("/", bearer(NEW.token())).must_pass()
    # The sanitizers look at the rest.


def test_one_bad_token_asked_again_and_again_costs_one_fetch(provider):
    with rig_for(provider, unknownKeyInterval="100ms") as rig:
        token = bearer(NEW.token())
        for _ in range(30):
            rig.ask("/", token).must_refuse(401, "unknown key")
        assert provider.asked == 2


HOPELESS = {
    "another issuer": lambda: NEW.token(iss="somebody else"),
    "no algorithm": lambda: NEW.token(header={"alg": "none"}),
    "an unknown algorithm": lambda: NEW.token(header={"alg": "XS256"}),
    "a shared secret": SECRET.token,
    "no kid": lambda: NEW.token(header={"kid": None}),
    "a bad signature": lambda: tokens.with_broken_signature(OLD.token()),
    "the wrong algorithm": lambda: OLD.token(header={"alg": "RS256"}),
    "no token": lambda: "a.b.c",
    "expired": lambda: OLD.token(exp=1),
}


@pytest.mark.parametrize("why", HOPELESS)
def test_a_token_that_no_new_key_could_make_good_causes_no_fetch(provider, why):
    with rig_for(provider) as rig:
        assert rig.ask("/", bearer(HOPELESS[why]())).status == 401
        assert provider.asked == 1


def test_no_key_or_address_in_a_token_is_followed(provider):
    """Lessons 3.6 (jku/x5u class) and CVE-2026-32301: no socket is opened to where a token points."""
    with Upstream(name="tripwire") as tripwire, rig_for(provider) as rig:
        there = f"http://{tripwire.address}/keys"
        header = {"jku": there, "x5u": there, "jwk": NEW.public(), "kid": there}
        rig.ask("/", bearer(NEW.token(header=header))).must_refuse(401, "unknown key")
        rig.ask("/", bearer(NEW.token(header=header, iss=there))).must_refuse(401, "issuer")
        assert not tripwire.connections.all()


class Flood:
    """Tokens with kids that nobody has, as long as `goes_on(how many were sent)`.

    Many are written before the first answer is read, and answers are counted, not parsed: what is
    slow in a flood by single questions is the asking.
    """

    BATCH = 50

    def __init__(self, rig, goes_on):
        self._rig, self._goes_on = rig, goes_on
        _, self._payload, self._signature = NEW.token().split(".")

    def _request(self, kid):
        header = tokens.b64(tokens.compact(NEW.header({"kid": kid})))
        return request_bytes("GET", "/", bearer(f"{header}.{self._payload}.{self._signature}"))

    def run(self, name):
        sent = 0
        with Wire(self._rig.port) as wire:
            while self._goes_on(sent):
                wire.send(b"".join(self._request(f"{name}-{sent + i}") for i in range(self.BATCH)))
                refused_all(wire, self.BATCH)
                sent += self.BATCH
        return sent


def refused_all(wire, count):
    """Reads so many answers, which all must be 401s, and looks at nothing but how they begin."""
    got = b""
    while got.count(REFUSAL_ENDS) < count:
        got += wire.reader.take_some()
    assert got.count(b"HTTP/1.1 401 ") == got.count(b"HTTP/1.1 ") == count, got


def test_random_kids_cannot_make_a_storm(provider):
    """Lessons 3.6: the provider sees no more fetches than the budget, and memory is flat."""
    each = int(os.environ.get("JOTGATE_TEST_KIDS", "4000")) // 4
    with rig_for(provider, workers=2, unknownKeyInterval="1h", unknownKeyWait="200ms") as rig:
        assert many(4, Flood(rig, lambda sent: sent < 200).run) == [200] * 4
        before = rig.gateway.peak_memory()
        assert many(4, Flood(rig, lambda sent: sent < each).run) == [each] * 4
        found = samples(rig.gateway)
        unknown = total(found, "jotgate_jwks_unknown_kids_total", source=provider.url)
        fetches = total(found, "jotgate_jwks_fetches_total", source=provider.url)
        assert unknown == 4 * (200 + each)
        assert 2 <= fetches <= 1 + AT_ONCE and provider.asked == fetches
        assert rig.gateway.peak_memory() - before < 16 << 20


def test_random_kids_cannot_hide_a_rotation(provider):
    """Lessons 3.6: a true rotation is still seen within the interval."""
    with rig_for(provider, workers=2, unknownKeyInterval="500ms", unknownKeyWait="200ms") as rig:
        seen = threading.Event()
        flood = Flood(rig, lambda sent: not seen.is_set())
        flooding = threading.Thread(target=many, args=(4, flood.run))
        flooding.start()
        try:
            provider.wait_for(1 + AT_ONCE)  # what is allowed at once is used up
            provider.serve(NEXT, OLD)
            until(lambda: rig.ask("/", bearer(NEXT.token())).status == 200, "the rotation")
        finally:
            seen.set()
            flooding.join()
