"""The loads: our own loader for HTTP/1.1, nghttp2's h2load for HTTP/2 and TLS. Each gives a Loaded."""

import dataclasses
import json
import re

import lab

CONNECTIONS = 48
# What a browser's fetch() sends, with its host ten fields: requests are some 550 bytes before anything is added.
HEADERS = (
    "user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "accept: application/json, text/plain, */*",
    "accept-encoding: gzip, deflate, br",
    "accept-language: en-GB,en;q=0.9",
    "content-type: application/json",
    "referer: https://app.example.com/dashboard",
    "cookie: session=0123456789abcdef0123456789abcdef; theme=dark; consent=1",
    "x-request-id: 8f14e45f-ceea-467f-a1d2-3c6d1c6f0a11",
    "sec-fetch-mode: cors",
)


@dataclasses.dataclass(frozen=True)
class Loaded:
    requests: int
    seconds: float
    p50: float  # microseconds
    p99: float
    faults: int  # answers that are not 2xx, connections that broke
    fault: str = ""


@dataclasses.dataclass(frozen=True)
class Amount:
    """How much load: for a time, or so many requests."""

    seconds: float = 0
    requests: int = 0


@dataclasses.dataclass(frozen=True)
class Blast:
    """HTTP/1.1 by our own loader, client and upstream in one process: nothing but the proxy has to be waited for."""

    arguments: tuple = ()
    connections: int = CONNECTIONS
    headers: tuple = HEADERS
    is_upstream: bool = True  # or somebody else serves there

    def run(self, place, port, amount):
        printed = json.loads(place.run(place.load_core, [
            lab.LOADER, "load", "--port", port, "--upstream", place.upstream if self.is_upstream else 0,
            "--connections", self.connections, "--seconds", amount.seconds, "--requests", amount.requests,
            *each("--header", self.headers), *self.arguments]))
        return Loaded(printed["answers"], printed["seconds"], printed["p50_us"], printed["p99_us"],
                      printed["refused"] + printed["broken"], printed["fault"])


@dataclasses.dataclass(frozen=True)
class H2load:
    """HTTP/2, or with arguments ("--h1",) HTTP/1.1, by nghttp2's client; it needs an upstream beside it."""

    connections: int = CONNECTIONS
    streams: int = 1
    headers: tuple = ()
    arguments: tuple = ()
    scheme: str = "http"

    def run(self, place, port, amount):
        log = place.folder / "h2load.log"
        log.unlink(missing_ok=True)  # it appends
        much = ["-n", amount.requests] if amount.requests else ["-D", max(1, round(amount.seconds))]
        upstream = place.serve_upstream()
        printed = place.run(place.load_core, [
            "h2load", "-t1", "-c", self.connections, "-m", self.streams, *much, "--log-file", log,
            *each("-H", HEADERS + self.headers), *self.arguments, f"{self.scheme}://127.0.0.1:{port}/bench"])
        place.stop(upstream)
        times = sorted(int(line.split("\t")[2]) for line in log.read_text().splitlines()) or [0]
        at = lambda share: float(times[min(len(times) - 1, int(share * len(times)))])
        good, faults = h2load_counts(printed)
        took = re.search(r"finished in ([\d.]+)(m?s)", printed)
        seconds = float(took[1]) * {"s": 1, "ms": 1e-3}[took[2]]
        return Loaded(good, seconds, at(0.5), at(0.99), faults, "see h2load" if faults else "")


def h2load_counts(printed):
    """Good answers and faults. What is under way when the time is over is neither."""
    states = {name: int(number) for number, name in re.findall(r"(\d+) (\w+)", re.search(r"requests: .*", printed)[0])}
    good = int(re.search(r"status codes: (\d+) 2xx", printed)[1])
    return good, states["failed"] + states["errored"] + states["timeout"] + max(0, states["done"] - good)


def each(option, values):
    return [word for value in values for word in (option, value)]
