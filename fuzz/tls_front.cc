// fuzz/tls_front.cc - what strangers send to a port that speaks TLS, and certificates in words.
//
// The first byte says which: the extension that holds the server's name; a certificate in DER; or
// the bytes of a connection, against a server that demands a client certificate.
// Holds: nothing is read out of bounds; a name is one that a host can have; words have no control
// characters, and an identity is of the standard's form; a handshake ends, and never well.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "net/client_hello.h"
#include "net/tls_pair_fake.h"

namespace {

using namespace jg;
using namespace jg::net;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_plain(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f;
  });
}

void read_name(std::string_view bytes) {
  const auto name = parse_server_name(bytes);
  if (!name) return;
  require(!name->empty() && name->size() <= 253 && !name->ends_with('.'));
  require(std::ranges::all_of(*name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  }));
}

void read_certificate(std::string_view bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const X509Owner certificate(d2i_X509(nullptr, &at, static_cast<long>(bytes.size())));
  if (certificate == nullptr) return;
  const auto read = read_peer_certificate(certificate.get());
  require(is_plain(read->subject) && is_plain(read->issuer));
  require(is_plain(read->subject_common_name));
  for (const std::string& name : read->alt_names) require(!name.empty() && is_plain(name));
  require(!read->spiffe_id || is_spiffe_id(*read->spiffe_id));
  require(!read->identity || read->spiffe_id);
  require(read->pem().starts_with("-----BEGIN CERTIFICATE-----\n"));
}

struct Server : TlsPairFake {
  Server() {
    server.client_roots = root.pem();
    serve("", server);
    serve("a.test", server);
  }
  TcpSocket socket(int number) {
    TcpSocket out(loop.context().get_executor());
    out.assign(boost::asio::ip::tcp::v4(), number);
    return out;
  }
};

void accept(std::string_view bytes) {
  static Server server;
  int pair[2];
  require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0);
  // What does not fit is left out: a handshake needs less.
  [[maybe_unused]] const auto sent = ::send(pair[0], bytes.data(), bytes.size(), MSG_NOSIGNAL);
  ::shutdown(pair[0], SHUT_WR);
  server.accepted.reset();
  server.accept(server.socket(pair[1]));
  turn_until(server.loop, [] { return server.accepted.has_value(); });
  require(!server.accepted->has_value());
  ::close(pair[0]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'n': read_name(bytes); break;
    case 'c': read_certificate(bytes); break;
    default: accept(bytes);
  }
  return 0;
}
