#include "net/tls_connect.h"

#include <gtest/gtest.h>

#include <boost/asio/write.hpp>

#include "net/tls_client_contexts.h"
#include "net/tls_pair_fake.h"

namespace jg::net {
namespace {

struct TlsConnect : testing::Test, TlsPairFake {
  std::string error() { return *connected ? "none" : connected->error().detail; }
  void serve_leaf(const CertificateWish& wish, const CertificateFake& by) {
    server.credentials = make_certificate(wish, &by).credentials();
    serve(name, server);
  }
  Result<TlsConnection> connect_alone(TcpSocket socket, std::chrono::milliseconds within) {
    const auto context = *TlsClientContext::make({});
    return run(loop, connect_tls(std::move(socket), ConnectTls{*context, "a.test", loop, within}));
  }
};

TEST_F(TlsConnect, gives_up_when_the_handshake_is_not_answered) {
  Sockets sockets = connect_sockets();
  const auto stream = connect_alone(std::move(sockets.near), std::chrono::milliseconds(1));
  ASSERT_FALSE(stream.has_value());
  EXPECT_STREQ(stream.error().code, "net.tls");
  EXPECT_EQ(stream.error().detail, "the handshake timed out");
}

TEST_F(TlsConnect, says_so_when_the_other_side_speaks_no_tls) {
  Sockets sockets = connect_sockets();
  boost::asio::write(sockets.far, boost::asio::buffer("HTTP/1.1 400 Bad Request\r\n\r\n", 28));
  const auto stream = connect_alone(std::move(sockets.near), std::chrono::milliseconds(0));
  ASSERT_FALSE(stream.has_value());
  EXPECT_STREQ(stream.error().code, "net.tls");
}

TEST_F(TlsConnect, says_so_when_the_other_side_goes_away) {
  Sockets sockets = connect_sockets();
  sockets.far.close();
  const auto stream = connect_alone(std::move(sockets.near), std::chrono::milliseconds(0));
  ASSERT_FALSE(stream.has_value());
  EXPECT_STREQ(stream.error().code, "net.tls");
}

TEST_F(TlsConnect, trusts_its_roots_only) {
  shake_hands();
  EXPECT_EQ(error(), "none");
  client.roots = make_root("another").pem();
  shake_hands();
  EXPECT_NE(error().find("unable to get local issuer certificate"), std::string::npos) << error();
  client.roots.reset();
  shake_hands();
  EXPECT_NE(error(), "none");
}

TEST_F(TlsConnect, refuses_what_has_expired) {
  using std::chrono::seconds;
  serve_leaf({.name = name, .alt_names = "DNS:a.test", .from = seconds(-9), .until = seconds(-5)},
             root);
  shake_hands();
  EXPECT_NE(error().find("expired"), std::string::npos) << error();
}

TEST_F(TlsConnect, checks_the_name_and_those_it_may_have_besides) {
  serve_leaf({.name = "x", .alt_names = "DNS:*.b.test, URI:spiffe://td/x, IP:192.0.2.7"}, root);
  shake_hands();
  EXPECT_NE(error().find("mismatch"), std::string::npos) << error();
  for (const char* other : {"y.b.test", "spiffe://td/x", "192.0.2.7"}) {
    client.alt_names = {"z.test", other};
    shake_hands();
    EXPECT_EQ(error(), "none") << other;
  }
  for (const char* other : {"b.test", "y.z.b.test", "spiffe://td/y", "spiffe://td", "192.0.2.8"}) {
    client.alt_names = {other};
    shake_hands();
    EXPECT_NE(error().find("mismatch"), std::string::npos) << other;
  }
}

TEST_F(TlsConnect, checks_less_only_when_told_so) {
  serve_leaf({.name = "x", .alt_names = "DNS:b.test"}, root);
  client.verify = Verify::no_name;
  shake_hands();
  EXPECT_EQ(error(), "none");
  client.roots = make_root("another").pem();
  shake_hands();
  EXPECT_NE(error(), "none");
  client.verify = Verify::nothing;
  shake_hands();
  EXPECT_EQ(error(), "none");
}

TEST_F(TlsConnect, may_trust_who_issued_it_without_a_root) {
  const auto middle = make_certificate({.name = "middle", .is_authority = true}, &root);
  serve_leaf({.name = name, .alt_names = "DNS:a.test"}, middle);
  client.roots = middle.pem();
  shake_hands();
  EXPECT_EQ(error(), "none");
}

TEST_F(TlsConnect, resumes_what_it_was_given_a_ticket_for) {
  session = std::make_shared<TlsSession>();
  shake_hands();
  EXPECT_FALSE(was_resumed());
  loop.context().restart();
  loop.context().poll();
  EXPECT_TRUE(at_client().is_quiet());  // reads the tickets
  shake_hands();
  EXPECT_TRUE(was_resumed());
}

TEST(TlsClientContext, is_the_same_for_the_same_settings_only) {
  TlsClientContexts contexts;
  const auto usual = contexts.get({});
  EXPECT_EQ(*contexts.get({}), *usual);
  EXPECT_EQ((*TlsClientContext::make({}))->id(), (*usual)->id());
  std::vector<TlsClientSettings> others(5);
  others[0].roots = make_root().pem();
  others[1].verify = Verify::nothing;
  others[2].credentials = make_root().credentials();
  others[3].alt_names = {"x"};
  others[4].protocol.alpn = {"x"};
  for (const TlsClientSettings& other : others)
    EXPECT_NE((*contexts.get(other))->id(), (*usual)->id());
}

}  // namespace
}  // namespace jg::net
