"""Certificates made on the spot, and a client that speaks TLS with them."""

import contextlib
import datetime
import ipaddress
import pathlib
import select
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .http1 import Closed, Reader
from .listening import Listening
from .waiting import PATIENCE, Deadline
from .wire import Wire, ask

DAY = datetime.timedelta(days=1)


class Credentials:
    """A certificate with its key, and who issued it."""

    def __init__(self, certificate, key, chain=()):
        self.certificate, self.key, self.chain = certificate, key, list(chain)

    @property
    def pem(self):
        return b"".join(
            c.public_bytes(serialization.Encoding.PEM) for c in [self.certificate, *self.chain]
        )

    @property
    def key_pem(self):
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    @property
    def serial(self):
        return self.certificate.serial_number

    def write(self, folder, stem):
        """Writes STEM.pem and STEM-key.pem and gives their paths, as a configuration has them."""
        folder = pathlib.Path(folder)
        (folder / f"{stem}.pem").write_bytes(self.pem)
        (folder / f"{stem}-key.pem").write_bytes(self.key_pem)
        return {"cert": str(folder / f"{stem}.pem"), "key": str(folder / f"{stem}-key.pem")}


def _name(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _alt_name(text):
    if "://" in text:
        return x509.UniformResourceIdentifier(text)
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


class Authority(Credentials):
    """A root that issues certificates."""

    def __init__(self, name="root", issuer=None):
        made = _make(name, issuer, is_authority=True)
        super().__init__(made.certificate, made.key, made.chain)
        self.is_root = issuer is None

    def issue(self, name, *alt_names, **more):
        return _make(name, self, alt_names, **more)

    def write_root(self, folder, stem="root"):
        path = pathlib.Path(folder) / f"{stem}.pem"
        path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return str(path)


def _make(name, issuer, alt_names=(), is_authority=False, since=-DAY, until=30 * DAY):
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.utcnow()
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer.certificate.subject if issuer else _name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + since)
        .not_valid_after(now + until)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if alt_names:
        names = x509.SubjectAlternativeName([_alt_name(text) for text in alt_names])
        builder = builder.add_extension(names, critical=False)
    certificate = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    chain = [] if issuer is None or issuer.is_root else [issuer.certificate, *issuer.chain]
    return Credentials(certificate, key, chain)


def client_context(root, credentials=None, folder=None, alpn=None, version=None):
    """What a client trusts and shows; `root` is an Authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(
        cadata=root.certificate.public_bytes(serialization.Encoding.PEM).decode()
    )
    if credentials:
        files = credentials.write(folder, f"client-{credentials.serial}")
        context.load_cert_chain(files["cert"], files["key"])
    if alpn:
        context.set_alpn_protocols(alpn)
    if version:
        context.minimum_version = context.maximum_version = version
    return context


class SecureWire(Wire):
    """A Wire through TLS."""

    def __init__(self, port, context, name="a.test", session=None, **more):
        super().__init__(port, **more)
        self._unsent = b""
        try:
            self.socket = context.wrap_socket(
                self.socket, server_hostname=name, session=session, suppress_ragged_eofs=False
            )
        except BaseException:
            self.socket.close()
            raise

    def send_beside_reading(self, data):
        """Sends as much as fits whenever something is read: two threads may not share an SSLSocket."""
        self._unsent = memoryview(data)
        return self

    def _receive(self):
        patience = self.socket.gettimeout()
        self.socket.setblocking(False)
        try:
            while self._unsent:
                readable, writable, _ = select.select([self.socket], [self.socket], [], patience)
                assert readable or writable, "nothing moves"
                with contextlib.suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
                    self._unsent = self._unsent[self.socket.send(self._unsent[:1 << 16]) :]
                with contextlib.suppress(ssl.SSLWantReadError):
                    return self.socket.recv(1 << 16)
        finally:
            self.socket.settimeout(patience)
        return super()._receive()

    def finish_sending(self):
        """close_notify, and the peer's; then the plain socket is what is left."""
        self.socket = self.socket.unwrap()
        return self

    def peer_serial(self):
        return x509.load_der_x509_certificate(self.socket.getpeercert(True)).serial_number


def ask_secure(port, context, method="GET", target="/", headers=(), body=None, host=None, name="a.test"):
    """One request on its own connection, for the name that the handshake is for."""
    with SecureWire(port, context, name) as wire:
        return wire.ask(method, target, headers, body, host or name or "a.test")


def handshake_error(port, context, name="a.test"):
    """Why a handshake fails, in OpenSSL's words; a client learns of some failures with its first read."""
    try:
        with SecureWire(port, context, name) as wire:
            wire.socket.recv(1)
    except ssl.SSLError as error:
        return (error.reason or str(error)).replace(" ", "_").upper()
    except ConnectionResetError:
        return "RESET"
    return "NONE"


def await_metric(gateway, sample):
    """A failed handshake is counted once its connection has ended, a moment after the client learns of it."""
    deadline = Deadline()
    while sample not in (text := ask(gateway.service("stats"), target="/metrics").text):
        told = "\n".join(line for line in text.splitlines() if "handshake" in line)
        assert not deadline.passed(), f"waited in vain for {sample} in\n{told}"


class SecureServer:
    """Answers every connection's handshake with `context`, then hands the socket to `behave` on a thread."""

    def __init__(self, context, behave):
        self.context, self._behave = context, behave
        self.errors = []
        self.accepted = 0
        self._listening = Listening()
        self.port = self._listening.port

    def __enter__(self):
        self._listening.begin(self._serve)
        return self

    def __exit__(self, *_):
        self._listening.stop()

    def _serve(self, sock):
        sock.settimeout(PATIENCE)
        try:
            with self.context.wrap_socket(sock, server_side=True) as secure:
                self.accepted += 1
                self._behave(secure)
        except (OSError, ValueError) as error:
            self.errors.append(error)
        finally:
            sock.close()


def telling(tell):
    """For SecureServer: answers each request by HTTP/1.1 with what `tell` says of the connection."""

    def behave(secure):
        reader = Reader(lambda: secure.recv(1 << 16))
        try:
            while True:
                request = reader.request_head()
                for _ in reader.body_pieces(request, request.length):
                    pass
                body = tell(secure).encode()
                secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        except Closed:
            pass

    return behave
