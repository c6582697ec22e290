"""TLS to upstreams: the certificate and the name are always checked, and a handshake that stalls ends in time."""

import datetime
import http.server
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from harness.configs import config, route
from harness.process import Gateway
from harness.wire import ask


def write_certificate(folder, name):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.utcnow()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


class TellName(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = f"sni={self.server.asked_for} host={self.headers['host']}".encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """A server for the name `localhost`: its port, and the file of its certificate."""
    folder = tmp_path_factory.mktemp("tls")
    write_certificate(folder, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), TellName)
    server.asked_for = None

    def note(_, name, __):
        server.asked_for = name

    context.sni_callback = note
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], folder / "certificate.pem"
    server.shutdown()
    server.server_close()


def gateway_to(port, trusted, **tls):
    backend = {"host": f"localhost:{port}", "policies": {"backendTLS": tls}}
    return Gateway(config(route(backend)), env={"SSL_CERT_FILE": str(trusted)})


def test_a_trusted_certificate_of_the_right_name_is_spoken_to(secure):
    port, certificate = secure
    with gateway_to(port, certificate) as gateway:
        for _ in range(3):
            assert ask(gateway.only_port()).text == f"sni=localhost host=localhost:{port}"


def test_another_name_is_refused(secure):
    port, certificate = secure
    with gateway_to(port, certificate, hostname="other.test") as gateway:
        assert ask(gateway.only_port()).status == 503
        gateway.log_line("code=upstream.tls", "mismatch")


def test_an_unknown_root_is_refused(secure, tmp_path):
    port, _ = secure
    write_certificate(tmp_path, "localhost")
    with gateway_to(port, tmp_path / "certificate.pem") as gateway:
        assert ask(gateway.only_port()).status == 503
        gateway.log_line("code=upstream.tls")


def test_plaintext_where_tls_is_expected_is_refused(secure, tmp_path):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), TellName)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with gateway_to(server.server_address[1], secure[1]) as gateway:
            assert ask(gateway.only_port()).status == 503
            gateway.log_line("code=upstream.tls")
    finally:
        server.shutdown()
        server.server_close()
