"""Configurations as plain values, short to write in a test."""

from .process import OWN_SERVERS_OFF


def host(upstream, **more):
    """A backend: an Upstream, or "address:port"."""
    return {"host": getattr(upstream, "address", upstream), **more}


def route(*backends, path=None, exact=None, policies=None, match=None, **more):
    made = {}
    if path:
        made["matches"] = [{"path": {"pathPrefix": path}}]
    if exact:
        made["matches"] = [{"path": {"exact": exact}}]
    if match:
        made["matches"] = match if isinstance(match, list) else [match]
    if policies:
        made["policies"] = policies
    made.update(more)
    made["backends"] = [b if isinstance(b, dict) else host(b) for b in backends]
    return made


def config(routes, gateway=None, gateways=None, workers=1, **settings):
    """Routes behind the gateway `default`; `gateway` holds its policies."""
    return {
        "config": {**OWN_SERVERS_OFF, "workerThreads": workers, **settings},
        "gateways": gateways or {"default": {"port": 0, **(gateway or {})}},
        "routes": routes if isinstance(routes, list) else [routes],
    }


def front(routes, workers=1, gateway=None, **policies):
    """Routes behind `frontendPolicies`, with the counters to be read."""
    made = config(routes, gateway=gateway, workers=workers, statsAddr="localhost:0")
    return {**made, "frontendPolicies": policies}


def secure(files, upstream, routes=None, tls=None, **more):
    """The gateway `default` with TLS; `files` as Credentials.write() gives them."""
    return config(routes or route(upstream), gateway={"tls": {**files, **(tls or {})}}, **more)


def jwt_auth(keys, mode="strict", issuer="issuer.test", audiences=("audience.test",), **more):
    """`keys`: the text of a key set, or a list of keys."""
    from .tokens import key_set

    made = {
        "mode": mode,
        "issuer": issuer,
        "jwks": keys if isinstance(keys, (str, dict)) else key_set(*keys),
        **more,
    }
    if audiences is not None:
        made["audiences"] = list(audiences)
    return made


def rules(*expressions, **kinds):
    """rules(allow="...") or rules("bare") or rules({"deny": "..."}, ...)"""
    return {"rules": [*expressions, *({kind: text} for kind, text in kinds.items())]}
