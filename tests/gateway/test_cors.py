"""cors: browsers' questions are answered before anybody is asked for a credential."""

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
CORS = {
    "allowOrigins": ["https://app.test", "https://*.apps.test"],
    "allowMethods": ["GET", "POST"],
    "allowHeaders": ["authorization"],
    "exposeHeaders": ["x-upstream"],
    "allowCredentials": True,
    "maxAge": "1h",
}
PAGE = {"Origin": "https://app.test"}
PREFLIGHT = {**PAGE, "Access-Control-Request-Method": "POST"}


@pytest.fixture(scope="module", params=["gateway", "route"])
def rig(request):
    def build(upstream):
        if request.param == "gateway":
            return config(
                route(upstream), gateway={"cors": CORS, "jwtAuth": jwt_auth([KEY])}
            )
        return config(route(upstream, policies={"cors": CORS, "jwtAuth": jwt_auth([KEY])}))

    with Rig(build) as made:
        yield made


def permissions(response):
    return {
        name.decode(): value.decode()
        for name, value in response.fields
        if name.startswith(b"access-control-")
    }


def test_a_preflight_needs_no_token(rig):
    answer = rig.ask(method="OPTIONS", headers=PREFLIGHT)
    assert (answer.status, answer.text, answer.seen) == (200, "", None)
    assert permissions(answer.response) == {
        "access-control-allow-origin": "https://app.test",
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "authorization",
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "x-upstream",
        "access-control-max-age": "3600",
    }


def test_a_preflight_of_another_page_gets_no_permission(rig):
    answer = rig.ask(method="OPTIONS", headers={**PREFLIGHT, "Origin": "https://evil.test"})
    assert (answer.status, answer.seen) == (200, None)
    assert not permissions(answer.response)


def test_an_options_that_is_no_preflight_goes_nowhere_without_a_token(rig):
    no_page = {"Access-Control-Request-Method": "POST"}
    rig.ask(method="OPTIONS", headers=no_page).must_refuse(401, "jwt.missing")
    assert rig.ask(method="OPTIONS", headers=PAGE).seen is None


def test_an_answer_may_be_read_by_the_page(rig):
    answer = rig.ask(headers=[*PAGE.items(), *bearer(KEY.token())])
    answer.must_pass()
    assert answer.response.get("access-control-allow-origin") == "https://app.test"
    assert answer.response.get("access-control-expose-headers") == "x-upstream"
    assert "origin" in answer.response.get("vary").lower()
    other = rig.ask(headers=[("Origin", "https://evil.test"), *bearer(KEY.token())])
    other.must_pass()
    assert not permissions(other.response)


def test_a_refusal_may_be_read_by_the_page_too(rig):
    """Else it could not tell its user to sign in."""
    refused = rig.ask(headers={"Origin": "https://a.apps.test"}).must_refuse(401)
    assert refused.get("access-control-allow-origin") == "https://a.apps.test"
    assert refused.has("www-authenticate")


def test_who_is_no_page_sees_nothing_of_it(rig):
    answer = rig.ask(headers=bearer(KEY.token()))
    answer.must_pass()
    assert not permissions(answer.response) and not answer.response.has("vary")
