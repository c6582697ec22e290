#include "net/tls_accept.h"

#include <gtest/gtest.h>

#include <boost/asio/write.hpp>

#include "net/tls_pair_fake.h"

namespace jg::net {
namespace {

struct TlsAccept : testing::Test, TlsPairFake {
  std::string failure() { return accepted->has_value() ? "none" : accepted->error().reason; }
  std::string client_error() { return *connected ? "none" : connected->error().detail; }

  // What a stranger that sends `bytes`, and then ends, gets for a reason.
  std::string failure_of(std::string_view bytes) {
    accepted.reset();
    Sockets sockets = connect_sockets();
    accept(std::move(sockets.far));
    boost::asio::write(sockets.near, boost::asio::buffer(bytes.data(), bytes.size()));
    sockets.near.shutdown(TcpSocket::shutdown_send);
    turn_until(loop, [&] { return accepted.has_value(); });
    return failure();
  }
  TlsCredentials client_certificate(const CertificateWish& wish, const CertificateFake& by) {
    return make_certificate(wish, &by).credentials();
  }
};

TEST_F(TlsAccept, tells_what_was_settled) {
  client.protocol.alpn = {"http/1.1"};
  shake_hands();
  ASSERT_TRUE(accepted->has_value()) << failure();
  const TlsFacts& facts = (*accepted)->facts;
  EXPECT_EQ(facts.server_name, "a.test");
  EXPECT_EQ(facts.alpn, "http/1.1");
  EXPECT_EQ(facts.version, TlsVersion::tls13);
  EXPECT_EQ(facts.client_trust, "");
  EXPECT_EQ(facts.certificate, nullptr);
  EXPECT_EQ((*connected)->alpn, "http/1.1");
}

TEST_F(TlsAccept, prefers_its_own_order_of_protocols) {
  client.protocol.alpn = {"http/1.1", "h2"};
  shake_hands();
  EXPECT_EQ((*accepted)->facts.alpn, "h2");
}

TEST_F(TlsAccept, refuses_a_client_with_no_protocol_in_common) {
  client.protocol.alpn = {"smtp"};
  shake_hands();
  EXPECT_EQ(failure(), "alpn");
  EXPECT_FALSE(connected->has_value());
}

TEST_F(TlsAccept, has_the_certificate_of_the_name_that_is_asked_for) {
  const auto other = make_certificate({.name = "b.test", .alt_names = "DNS:b.test"}, &root);
  serve("a.test", server);
  serve("b.test",
        {.name = "b", .credentials = other.credentials(), .client_roots = {}, .protocol = {}});
  name = "b.test";
  shake_hands();
  ASSERT_TRUE(connected->has_value()) << client_error();
  EXPECT_EQ((*accepted)->facts.server_name, "b.test");
}

TEST_F(TlsAccept, refuses_a_name_that_nobody_has) {
  serve("a.test", server);
  name = "c.test";
  shake_hands();
  EXPECT_EQ(failure(), "name");
  EXPECT_NE(client_error().find("unrecognized name"), std::string::npos) << client_error();
}

TEST_F(TlsAccept, holds_the_chosen_ones_versions_and_not_the_first_ones) {
  serve("0", server);
  server.protocol.least = TlsVersion::tls13;
  serve("a.test", server);
  client.protocol.most = TlsVersion::tls12;
  shake_hands();
  EXPECT_EQ(failure(), "version");
  server.protocol.least = TlsVersion::tls12;
  serve("a.test", server);
  shake_hands();
  EXPECT_EQ((*accepted)->facts.version, TlsVersion::tls12);
}

TEST_F(TlsAccept, holds_the_chosen_ones_ciphers_and_groups) {
  serve("0", server);
  server.protocol.cipher_suites = {"TLS_CHACHA20_POLY1305_SHA256"};
  server.protocol.groups = {"P-384"};
  serve("a.test", server);
  shake_hands();
  ASSERT_TRUE(connected->has_value()) << client_error();
  SSL* const ssl = static_cast<TlsStream&>(at_client()).ssl();
  EXPECT_STREQ(SSL_get_cipher_name(ssl), "TLS_CHACHA20_POLY1305_SHA256");
  EXPECT_EQ(SSL_get_negotiated_group(ssl), NID_secp384r1);
  client.protocol.groups = {"X25519"};
  shake_hands();
  EXPECT_EQ(failure(), "other");
}

TEST_F(TlsAccept, demands_a_certificate_of_its_roots_when_it_has_any) {
  serve("0", server);
  server.client_roots = root.pem();
  serve("a.test", server);
  shake_hands();
  EXPECT_EQ(failure(), "no_certificate");

  client.credentials = client_certificate({.name = "me"}, make_root("other"));
  shake_hands();
  EXPECT_EQ(failure(), "certificate");

  using std::chrono::seconds;
  client.credentials =
      client_certificate({.name = "me", .from = seconds(-200), .until = seconds(-100)}, root);
  shake_hands();
  EXPECT_EQ(failure(), "certificate");
  EXPECT_NE(accepted->error().detail.find("expired"), std::string::npos);

  client.credentials =
      client_certificate({.name = "me", .alt_names = "URI:spiffe://test/ns/x/sa/y"}, root);
  shake_hands();
  ASSERT_TRUE(accepted->has_value()) << failure();
  const TlsFacts& facts = (*accepted)->facts;
  EXPECT_EQ(facts.client_trust, chooser.by_name["a.test"]->client_trust());
  ASSERT_NE(facts.certificate, nullptr);
  EXPECT_EQ(facts.certificate->subject, "CN=me");
  EXPECT_EQ(facts.certificate->spiffe_id, "spiffe://test/ns/x/sa/y");
}

TEST_F(TlsAccept, does_not_wait_longer_than_it_may) {
  timeout = std::chrono::milliseconds(1);
  Sockets sockets = connect_sockets();
  accept(std::move(sockets.far));
  turn_until(loop, [&] { return accepted.has_value(); });
  EXPECT_EQ(failure(), "timeout");
}

TEST_F(TlsAccept, can_be_told_to_stop) {
  Sockets sockets = connect_sockets();
  accept(std::move(sockets.far));
  loop.context().restart();
  loop.context().poll();
  cancel.cancel();
  turn_until(loop, [&] { return accepted.has_value(); });
  EXPECT_EQ(failure(), "closed");
}

TEST_F(TlsAccept, turns_strangers_away) {
  EXPECT_EQ(failure_of(""), "closed");
  EXPECT_EQ(failure_of("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"), "not_tls");
  EXPECT_EQ(failure_of("CONNECT a.test:443 HTTP/1.1\r\n\r\n"), "not_tls");
  EXPECT_EQ(failure_of(std::string(64, '\xff')), "not_tls");
  EXPECT_EQ(failure_of(std::string("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", 10)), "other");
  EXPECT_EQ(failure_of(std::string("\x16\x03\x01", 3)), "closed");
}

TEST_F(TlsAccept, resumes_a_session_until_its_ticket_key_is_gone) {
  server.protocol.most = TlsVersion::tls12;  // the ticket comes within the handshake
  session = std::make_shared<TlsSession>();
  shake_hands();
  EXPECT_FALSE(was_resumed());
  shake_hands();
  EXPECT_TRUE(was_resumed());
  tickets.rotate();
  shake_hands();
  EXPECT_TRUE(was_resumed());  // by the key before
  tickets.rotate();
  shake_hands();
  EXPECT_FALSE(was_resumed());
}

TEST_F(TlsAccept, never_resumes_what_another_listener_began) {
  server.protocol.most = TlsVersion::tls12;
  session = std::make_shared<TlsSession>();
  shake_hands();
  server.name = "another";
  serve("a.test", server);
  shake_hands();
  EXPECT_FALSE(was_resumed());
  server.client_roots = root.pem();
  serve("a.test", server);
  shake_hands();
  EXPECT_EQ(failure(), "no_certificate");
}

TEST_F(TlsAccept, keeps_the_clients_certificate_in_a_resumed_session) {
  server.protocol.most = TlsVersion::tls12;
  server.client_roots = root.pem();
  client.credentials = client_certificate({.name = "me"}, root);
  session = std::make_shared<TlsSession>();
  shake_hands();
  shake_hands();
  EXPECT_TRUE(was_resumed());
  EXPECT_EQ((*accepted)->facts.certificate->subject, "CN=me");
}

TEST_F(TlsAccept, cannot_be_made_of_files_that_do_not_fit) {
  const auto code_of = [&](TlsCredentials credentials) {
    server.credentials = std::move(credentials);
    const auto made = TlsServerContext::make(server, tickets);
    return made ? std::string("none") : std::string(made.error().code);
  };
  const std::string both = leaf.pem() + root.pem();
  EXPECT_EQ(code_of({both, Secret(leaf.key_pem())}), "none");
  EXPECT_EQ(code_of({root.pem() + leaf.pem(), Secret(root.key_pem())}), "net.tls_certificate");
  EXPECT_EQ(code_of({leaf.pem(), Secret(root.key_pem())}), "net.tls_key");
  EXPECT_EQ(code_of({leaf.pem(), Secret(leaf.encrypted_key_pem())}), "net.tls_key");
  EXPECT_EQ(code_of({leaf.pem(), Secret("nonsense")}), "net.tls_key");
  EXPECT_EQ(code_of({"nonsense", Secret(leaf.key_pem())}), "net.tls_certificate");
  EXPECT_EQ(code_of({leaf.pem().substr(0, 200), Secret(leaf.key_pem())}), "net.tls_certificate");
  server.client_roots = "nonsense";
  EXPECT_EQ(code_of(leaf.credentials()), "net.tls_root");
  server.client_roots.reset();
  server.protocol.least = TlsVersion::tls13;
  server.protocol.cipher_suites = {"ECDHE-RSA-AES128-GCM-SHA256"};
  EXPECT_EQ(code_of(leaf.credentials()), "net.tls_settings");
}

}  // namespace
}  // namespace jg::net
