"""TLS 1.3 in front, HTTP/1.1 over connections that stay; plain behind. The load is h2load's."""

import subprocess

import compare
import proxies
import table
from load import H2load

TITLE = "TLS"
LOAD = H2load(arguments=("--h1",), scheme="https")


def certificate(place):
    """A self-signed one of P-256: its file, its key's, and both in one for HAProxy."""
    made, key = place.folder / "front.crt", place.folder / "front.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=bench.test", "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key, place.write("front.pem", made.read_text() + key.read_text())


def run(place, rounds, seconds):
    made, key, both = certificate(place)
    contenders = [
        proxies.haproxy(place, bind=f"ssl crt {both}"),
        proxies.nginx(place, listen="ssl", settings=f"ssl_certificate {made}; ssl_certificate_key {key}; ssl_protocols TLSv1.3;"),
    ]
    tls = {"tls": {"cert": str(made), "key": str(key)}}
    honoured = proxies.accepts(place, gateway=tls)
    if honoured:
        contenders.append(proxies.jotgate(place, gateway=tls))
    rows = compare.measure(place, [compare.Case("TLS 1.3", LOAD, tuple(contenders))], rounds, seconds)
    return table.comparison(rows) + ("" if honoured else "\n\nNot yet in jotgate.")
