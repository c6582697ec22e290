"""Keys by OpenID discovery: the issuer's own document says where they are."""

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.key_server import KeyServer
from harness.rig import Rig
from harness.waiting import until
from harness.wire import bearer

KEY = tokens.shared_key("ES256", "one")
NEW = tokens.shared_key("ES256", "two")
QUICK = {"minRefresh": "1s", "maxRefresh": "1s"}


@pytest.fixture
def provider():
    with KeyServer() as made:
        yield made


def rig_for(issuer, **jwks):
    return Rig(
        lambda upstream: config(
            route(upstream, policies={"jwtAuth": jwt_auth({**QUICK, **jwks}, issuer=issuer)})
        )
    )


@pytest.mark.parametrize("slash", ["", "/"])
def test_the_issuer_alone_is_enough(provider, slash):
    issuer = f"http://{provider.address}{slash}"
    provider.discover(issuer, provider.url, KEY)
    with rig_for(issuer, discovery=True) as rig:
        rig.ask("/", bearer(KEY.token(iss=issuer))).must_pass()
    assert provider.targets()[:2] == ["/.well-known/openid-configuration", "/keys"]


def test_the_document_may_be_named_and_the_keys_be_elsewhere(provider):
    with KeyServer(KEY) as other:
        provider.discover("issuer.test", other.url)
        url = f"http://{provider.address}/tenant/openid-configuration"
        with rig_for("issuer.test", discovery=url) as rig:
            rig.ask("/", bearer(KEY.token())).must_pass()
    assert provider.targets()[0] == "/tenant/openid-configuration"


@pytest.mark.parametrize("named", ["issuer.test/", "Issuer.test", "", "other"])
def test_the_document_of_another_issuer_is_refused(provider, named):
    provider.discover(named, provider.url, KEY)
    url = f"http://{provider.address}/openid-configuration"
    with rig_for("issuer.test", discovery=url) as rig:
        rig.ask("/", bearer(KEY.token())).must_refuse(503, "jwt.keys_unavailable")
        assert "keys.issuer" in rig.gateway.log_text()
    assert "/keys" not in provider.targets()


def test_a_document_that_turns_bad_leaves_the_keys_alone(provider):
    provider.discover("issuer.test", provider.url, KEY)
    url = f"http://{provider.address}/openid-configuration"
    with rig_for("issuer.test", discovery=url) as rig:
        rig.ask("/", bearer(KEY.token())).must_pass()
        provider.discover("other", provider.url, NEW)
        rig.gateway.stderr.wait_until(
            lambda lines: any("keys.issuer" in line for line in lines), "the warning"
        )
        rig.ask("/", bearer(KEY.token())).must_pass()
        provider.discover("issuer.test", provider.url, NEW)
        until(lambda: rig.ask("/", bearer(NEW.token())).status == 200, "the new keys")


def test_a_document_may_not_point_at_metadata(provider):
    """Lessons 3.6: addresses are judged on every step."""
    provider.discover("issuer.test", "http://169.254.169.254/latest")
    url = f"http://{provider.address}/openid-configuration"
    with rig_for("issuer.test", discovery=url) as rig:
        rig.ask("/", bearer(KEY.token())).must_refuse(503, "jwt.keys_unavailable")
        assert "fetch.forbidden_address" in rig.gateway.log_text()
