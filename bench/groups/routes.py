"""What a large configuration costs: 10,000 routes by path and 1,000 hosts, asked for in turn, beside one route that takes all."""

import compare
import proxies
import table
from load import Blast

TITLE = "Routes"
ROUTES, HOSTS = 10_000, 1_000


def many_paths(place):
    return [
        proxies.route(place, matches=[{"path": {"pathPrefix": f"/team-{i % 97}/service-{i}"}}]) for i in range(ROUTES)]


def many_hosts(place):
    return [proxies.route(place, hostnames=[f"service-{i}.example.com"]) for i in range(HOSTS)]


def run(place, rounds, seconds):
    paths = place.write("paths.txt", "".join(f"bench.test/team-{i % 97}/service-{i}/item\n" for i in range(ROUTES)))
    hosts = place.write("hosts.txt", "".join(f"service-{i}.example.com/bench\n" for i in range(HOSTS)))
    one = proxies.jotgate(place, "1 route")
    cases = [
        compare.Case("by path", Blast(("--targets", paths)),
                     (one, proxies.jotgate(place, f"{ROUTES} routes", routes=many_paths(place))), one.name),
        compare.Case("by host", Blast(("--targets", hosts)),
                     (one, proxies.jotgate(place, f"{HOSTS} hosts", routes=many_hosts(place))), one.name),
    ]
    return table.comparison(compare.measure(place, cases, rounds, seconds))
