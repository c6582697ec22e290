#include "proxy/listener_choice.h"

#include <gtest/gtest.h>

#include "net/certificate_fake.h"

namespace jg::proxy {
namespace {

struct ListenerChoice : testing::Test {
  net::TicketKeys tickets;
  net::CertificateFake root = net::make_root();
  Port port;
  net::TlsFacts tls;

  std::shared_ptr<const net::TlsServerContext> context(const net::CertificateFake* client_root) {
    net::TlsServerSettings settings;
    settings.credentials = root.credentials();
    if (client_root != nullptr) settings.client_roots = client_root->pem();
    return *net::TlsServerContext::make(settings, tickets);
  }
  void add(const std::string& hostname, const net::CertificateFake* client_root = nullptr) {
    Listener& listener = port.listeners.emplace_back();
    listener.hostname = hostname;
    listener.tls = context(client_root);
  }
  // The hostname of the chosen one, or the code.
  std::string choose(std::string_view host, const net::TlsFacts* facts) {
    auto chosen = choose_listener(&port, host, facts);
    return chosen ? (*chosen)->hostname : chosen.error().code;
  }
  std::string choose(std::string_view host, std::string_view server_name) {
    tls.server_name = server_name;
    return choose(host, &tls);
  }
};

TEST_F(ListenerChoice, is_by_the_name_of_the_handshake_and_the_host_alike) {
  add("a.test");
  add("*.b.test");
  add("*");
  EXPECT_EQ(choose("a.test", "a.test"), "a.test");
  EXPECT_EQ(choose("x.b.test", "y.b.test"), "*.b.test");
  EXPECT_EQ(choose("c.test", "d.test"), "*");
  EXPECT_EQ(choose("c.test", ""), "*");
  EXPECT_EQ(choose("", ""), "*");
}

TEST_F(ListenerChoice, is_refused_where_host_and_handshake_differ) {
  add("a.test");
  add("*.b.test");
  EXPECT_EQ(choose("x.b.test", "a.test"), "listener.misdirected");
  EXPECT_EQ(choose("a.test", "x.b.test"), "listener.misdirected");
  EXPECT_EQ(choose("a.test", ""), "listener.misdirected");
  EXPECT_EQ(choose("c.test", "a.test"), "listener.not_found");
  EXPECT_EQ(choose("", "a.test"), "listener.not_found");
}

TEST_F(ListenerChoice, is_refused_to_a_client_that_showed_less_than_is_asked_now) {
  const net::CertificateFake clients = net::make_root("clients");
  add("a.test", &clients);
  EXPECT_EQ(choose("a.test", "a.test"), "listener.changed");
  tls.client_trust = context(&root)->client_trust();
  EXPECT_EQ(choose("a.test", "a.test"), "listener.changed");
  tls.client_trust = context(&clients)->client_trust();
  EXPECT_EQ(choose("a.test", "a.test"), "a.test");
}

TEST_F(ListenerChoice, is_refused_to_a_connection_that_began_without_tls) {
  add("a.test");
  EXPECT_EQ(choose("a.test", nullptr), "listener.changed");
  port.listeners.front().tls = nullptr;
  EXPECT_EQ(choose("a.test", nullptr), "a.test");
  EXPECT_EQ(choose("a.test", "a.test"), "a.test");
}

TEST(NoPort, has_no_listener) {
  EXPECT_STREQ(choose_listener(nullptr, "a.test", nullptr).error().code, "listener.not_found");
}

}  // namespace
}  // namespace jg::proxy
