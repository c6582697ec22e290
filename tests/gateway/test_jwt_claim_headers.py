"""claimsToHeaders: what the backend reads of a caller is what the token says, or nothing."""

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
HEADERS = [
    {"header": "X-User", "claim": "sub"},
    {"header": "X-User-Roles", "claim": ["realm_access", "roles"], "separator": ","},
    {"header": "X-Claims", "claim": "https://api.example/claims"},
]
FORGED = [
    ("X-User", "mallory"),
    ("x_user", "mallory"),
    ("X-User-Roles", "admin"),
    ("X_User-Roles", "admin"),
    ("x-user_roles", "admin"),
    ("X-Users", "kept"),
]


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        def auth(mode):
            return {"jwtAuth": jwt_auth([KEY], mode, claimsToHeaders=HEADERS)}

        routes = [
            route(upstream, path=f"/{mode}", policies=auth(mode))
            for mode in ("strict", "optional", "permissive")
        ]
        return config(routes)

    with Rig(build) as made:
        yield made


def told(seen):
    """All fields that could be taken for ours."""
    return {
        name.decode(): value.decode("latin-1")
        for name, value in seen.fields
        if name.decode().replace("_", "-") in ("x-user", "x-user-roles", "x-claims")
    }


def test_the_backend_reads_claims_in_place_of_what_the_client_sent(rig):
    """Lessons 3.5, row CVE-2025-64484: both spellings of a name are the gateway's."""
    headers = bearer(
        KEY.token(
            sub="alice",
            realm_access={"roles": ["reader", "writer"]},
            **{"https://api.example/claims": {"a": [1, True]}},
        )
    )
    seen = rig.ask("/strict", headers + FORGED).must_pass()
    assert told(seen) == {
        "x-user": "alice",
        "x-user-roles": "reader,writer",
        "x-claims": '{"a":[1,true]}',
    }
    assert seen.get("x-users") == "kept"


def test_a_claim_that_is_absent_leaves_no_field(rig):
    """Lessons 3.5, row CVE-2026-44087: an absent claim does not leave the client's own field."""
    assert told(rig.ask("/strict", bearer(KEY.token(sub="a")) + FORGED).must_pass()) == {
        "x-user": "a"
    }


@pytest.mark.parametrize(
    "mode,headers",
    [("optional", []), ("permissive", []), ("permissive", bearer("bad"))],
    ids=["optional", "permissive", "permissive-bad"],
)
def test_nobody_known_has_no_fields(rig, mode, headers):
    """Lessons 3.5, row CVE-2026-44087: on optional-absent and on failure alike."""
    assert told(rig.ask(f"/{mode}", headers + FORGED).must_pass()) == {}


@pytest.mark.parametrize("sub", ["a\r\nX-User: root", "a\nb", "\x00", "x" * 9000])
def test_a_claim_that_no_field_can_hold_is_refused(rig, sub):
    """Lessons 3.4, row envoyproxy/ai-gateway#1945: control characters in a claim."""
    headers = bearer(KEY.token(sub=sub)) + FORGED
    rig.ask("/strict", headers).must_refuse(401, "(jwt.malformed_claim)")
    assert told(rig.ask("/permissive", headers).must_pass()) == {}


def test_a_role_cannot_pass_for_two(rig):
    headers = bearer(KEY.token(realm_access={"roles": ["reader,admin"]}))
    rig.ask("/strict", headers).must_refuse(401, "(jwt.malformed_claim)")
