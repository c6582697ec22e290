"""localRateLimit: exactly so many, however many workers and connections ask."""

import json
import threading

import pytest

from harness import tokens
from harness.configs import OWN_SERVERS_OFF, config, host, jwt_auth, route
from harness.live import Live
from harness.process import Gateway
from harness.rig import Rig
from harness.upstream import Upstream
from harness.waiting import until
from harness.wire import Wire, ask, ask_json, bearer

NEVER = "8000h"  # no fill comes while a test runs


def limit(most, fill=1, every=NEVER, **more):
    return {"maxTokens": most, "tokensPerFill": fill, "fillInterval": every, **more}


def limited(*limits, workers=1, **more):
    return lambda upstream: config(
        [
            route(upstream, path="/free"),
            route(upstream, policies={"localRateLimit": list(limits), **more}),
        ],
        workers=workers,
    )


def told(response):
    return [response.get(f"x-ratelimit-{name}") for name in ("limit", "remaining")]


def test_so_many_requests_are_let_through():
    with Rig(limited(limit(2))) as rig:
        first = rig.ask()
        first.must_pass()
        assert told(first.response) == ["2", "1"]
        assert int(first.response.get("x-ratelimit-reset")) > 3600
        rig.ask().must_pass()
        refused = rig.ask().must_refuse(429, "rate limit exceeded")
        assert told(refused) == ["2", "0"] and not refused.has("retry-after")
        rig.ask("/free").must_pass()
        rig.gateway.log_line("http.status=429", "reason=RateLimit", "code=rate_limit.exceeded")


def test_tokens_come_back():
    with Rig(limited(limit(1, every="20ms"))) as rig:
        rig.ask().must_pass()
        while (again := rig.ask()).status == 429:
            pass
        again.must_pass()


@pytest.mark.parametrize("most", [5, 200])
def test_exactly_so_many_pass_whatever_the_number_of_workers(most):
    """Each thread asks on fresh connections, which the kernel spreads over the workers."""
    statuses, lock = [], threading.Lock()

    def hammer(port):
        for _ in range(most // 2):
            status = ask(port).status
            with lock:
                statuses.append(status)

    with Rig(limited(limit(most), workers=4)) as rig:
        threads = [threading.Thread(target=hammer, args=(rig.port,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses.count(200) == most
    assert statuses.count(429) == len(statuses) - most


def test_the_tightest_of_several_limits_counts():
    with Rig(limited(limit(9), limit(2))) as rig:
        answer = rig.ask()
        answer.must_pass()
        assert told(answer.response) == ["2", "1"]
        rig.ask().must_pass()
        assert told(rig.ask().must_refuse(429)) == ["2", "0"]


def test_a_limit_comes_behind_authentication():
    """Whom jwtAuth refuses takes nothing from the others."""
    key = tokens.shared_key("ES256")
    with Rig(limited(limit(1), jwtAuth=jwt_auth([key]))) as rig:
        for _ in range(3):
            rig.ask().must_refuse(401)
        rig.ask(headers=bearer(key.token())).must_pass()
        rig.ask(headers=bearer(key.token())).must_refuse(429)


def test_a_condition_chooses_the_limit():
    conditional = {
        "conditional": [
            {"condition": 'request.headers["x-tier"] == "paid"', **limit(2)},
            limit(1),
        ]
    }
    with Rig(
        lambda upstream: config(route(upstream, policies={"localRateLimit": conditional}))
    ) as rig:
        paid = {"X-Tier": "paid"}
        rig.ask(headers=paid).must_pass()
        rig.ask().must_pass()
        rig.ask().must_refuse(429)
        rig.ask(headers=paid).must_pass()
        rig.ask(headers=paid).must_refuse(429)


def test_a_grpc_caller_reads_a_grpc_answer():
    with Rig(limited(limit(1))) as rig:
        rig.ask().must_pass()
        answer = rig.ask(method="POST", headers={"Content-Type": "application/grpc"}, body=b"")
        assert (answer.status, answer.response.get("grpc-status")) == (200, "14")
        assert told(answer.response) == ["1", "0"]


def test_requests_on_one_connection_count_each():
    with Rig(limited(limit(3))) as rig, Wire(rig.port) as wire:
        assert [wire.ask("GET", "/").status for _ in range(5)] == [200, 200, 200, 429, 429]


# Reload


def test_a_limit_goes_on_through_a_reload_that_is_not_about_it():
    def value(upstream, most=2, before=()):
        named = route(upstream, policies={"localRateLimit": [limit(most)]}, name="limited")
        return config([*before, named], workers=2)

    with Upstream() as upstream, Live(value(upstream)) as live:
        assert [ask(live.port).status for _ in range(3)] == [200, 200, 429]
        live.replace(value(upstream, before=[route(upstream, path="/new")]))
        live.taken()
        until(lambda: ask(live.port, target="/new").status == 200, "the new route")
        assert ask(live.port).status == 429
        live.replace(value(upstream, most=3))
        live.taken(times=2)
        first = until(lambda: (answer := ask(live.port)).status == 200 and answer, "another limit")
        assert told(first) == ["3", "2"], "it begins anew"


# Models


def chat(usage):
    def behave(exchange):
        exchange.read_body()
        body = {"model": "m", "choices": [], "usage": usage}
        exchange.answer(
            body=json.dumps(body).encode(), headers=[("Content-Type", "application/json")]
        )

    return behave


def models(upstream, **policies):
    return {
        "config": {**OWN_SERVERS_OFF, "workerThreads": 1},
        "llm": {
            "port": 0,
            "policies": policies,
            "models": [
                {
                    "name": "m",
                    "provider": "openAI",
                    "params": {"baseUrl": f"http://{upstream.address}", "apiKey": "k"},
                }
            ],
        },
    }


CHAT = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def test_tokens_of_models_are_taken_when_the_answer_is_over():
    usage = {"prompt_tokens": 40, "completion_tokens": 20, "total_tokens": 60}
    with Upstream(chat(usage)) as upstream:
        value = models(upstream, localRateLimit=[limit(100, type="tokens")])
        with Gateway(value) as gateway:
            port = gateway.only_port()
            statuses = []
            # The second call may still find what the first has used, but not the third.
            with Wire(port) as wire:
                for _ in range(4):
                    body = json.dumps(CHAT).encode()
                    answer = wire.ask(
                        "POST",
                        "/v1/chat/completions",
                        {"Content-Type": "application/json"},
                        body,
                    )
                    statuses.append(answer.status)
            assert statuses == [200, 200, 429, 429]
            assert json.loads(answer.body)["error"]["type"] == "rate_limit_error"
            assert told(answer) == ["100", "0"]


def test_a_limit_on_requests_works_for_models_too():
    with Upstream(chat({"prompt_tokens": 1})) as upstream:
        with Gateway(models(upstream, localRateLimit=[limit(1)])) as gateway:
            port = gateway.only_port()
            assert ask_json(port, "/v1/chat/completions", CHAT).status == 200
            assert ask_json(port, "/v1/chat/completions", CHAT).status == 429


def test_a_limit_cannot_stand_on_a_gateway():
    """As in agentgateway, whose gateways take no rate limits."""
    with pytest.raises(RuntimeError, match="localRateLimit"):
        Gateway(
            config(route(host("127.0.0.1:1")), gateway={"localRateLimit": [limit(1)]})
        ).__enter__()
