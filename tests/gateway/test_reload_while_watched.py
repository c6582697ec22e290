"""Four workers under load, the configuration and the keys changing, all pages being read: what the thread sanitizer is run on."""

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.key_server import KeyServer, patient
from harness.live import Live
from harness.load import Load, Pace, fresh, http2, keep_alive, upstream_behaviour
from harness.upstream import Upstream
from harness.wire import Wire

RELOADS = 12
KEYS = [tokens.shared_key(algorithm, algorithm) for algorithm in ("ES256", "RS256")]
PAGES = ["/config_dump", "/debug/connections", "/memory", "/keys", "/"]


def version(number, upstream, provider):
    """Every policy that keeps something between requests; other keys and other limits now and then."""
    auth = jwt_auth(patient(provider.url) if number % 2 else tokens.key_set(*KEYS))
    policies = {
        "jwtAuth": auth,
        "authorization": rules(allow=f'jwt.sub != "{number}"'),
        "localRateLimit": [{"maxTokens": 10**9, "tokensPerFill": 1 + number % 3, "fillInterval": "1s"}],
        "transformations": {"response": {"set": {"x-subject": "jwt.sub"}}},
    }
    return config(
        [route(upstream, policies=policies)],
        workers=4,
        adminAddr="localhost:0",
        statsAddr="localhost:0",
        logging={"fields": {"add": {"subject": "jwt.sub", "round": str(number)}}},
    )


def pages(load):
    with Wire(load.port) as wire:
        for page in PAGES:
            load.count("pages", wire.ask("GET", page, host=f"localhost:{load.port}"))


def refresh(load):
    with Wire(load.port) as wire:
        load.count("refresh", wire.ask("POST", "/keys/refresh", host=f"localhost:{load.port}"))
        load.count("refresh", wire.ask("POST", "/logging?level=info", host=f"localhost:{load.port}"))


def metrics(load):
    with Wire(load.port) as wire:
        load.count("metrics", wire.ask("GET", "/metrics", host=f"localhost:{load.port}"))


def test_reloads_keys_and_pages_at_once():
    pace = Pace()
    headers = [[("authorization", f"Bearer {key.token()}")] for key in KEYS]
    with KeyServer(*KEYS) as provider, Upstream(
        upstream_behaviour(pace), keeps_bytes=False
    ) as upstream, Live(version(0, upstream, provider)) as live:
        service = live.gateway.service
        with Load(live.port, [keep_alive, fresh, http2], pace, headers=headers[0]) as one, Load(
            live.port, [keep_alive, fresh, http2], pace, headers=headers[1]
        ) as other, Load(service("admin"), [pages, refresh], pace) as admin, Load(
            service("stats"), [metrics], pace
        ) as stats:
            for number in range(1, RELOADS + 1):
                live.replace(version(number, upstream, provider))
                live.taken(number)
        for load in (one, other, admin, stats):
            assert not load.faults, load.faults[:5]
        live.gateway.log_line(f"round={RELOADS}", f'subject={tokens.good_claims()["sub"]}')
