#include "llm/providers/base_url.h"

#include <gtest/gtest.h>

namespace jg::llm {
namespace {

// "authority host:port tls prefix"
std::string shown(const Result<BaseUrl>& base) {
  if (!base) return base.error().code;
  return base->authority + " " + base->endpoint.host + ":" + std::to_string(base->endpoint.port) +
         " " + (base->endpoint.tls ? base->endpoint.tls->server_name : "plain") + " " +
         base->prefix;
}

TEST(BaseUrl, has_host_port_tls_and_prefix) {
  EXPECT_EQ(shown(parse_base_url("https://api.openai.com/v1")),
            "api.openai.com api.openai.com:443 api.openai.com /v1");
  EXPECT_EQ(shown(parse_base_url("http://localhost:11434/v1/")),
            "localhost:11434 localhost:11434 plain /v1");
  EXPECT_EQ(shown(parse_base_url("http://localhost")), "localhost localhost:80 plain ");
  EXPECT_EQ(shown(parse_base_url("https://[::1]:8443/a/b")), "[::1]:8443 ::1:8443 ::1 /a/b");
}

TEST(BaseUrl, refuses_what_it_could_not_honour) {
  for (const std::string_view text :
       {"", "localhost:80", "ftp://h/", "http://u:p@h/", "http://h/?a=b", "http://h?",
        "http://h/#f", "http://h/../.."})
    EXPECT_EQ(shown(parse_base_url(text)), "llm.base_url") << text;
}

TEST(HostOverride, is_a_host_with_its_port) {
  EXPECT_EQ(shown(parse_host_override("localhost:9500")), "localhost:9500 localhost:9500 plain ");
  EXPECT_EQ(shown(parse_host_override("localhost")), "llm.base_url");
  EXPECT_EQ(shown(parse_host_override("http://localhost:80")), "llm.base_url");
}

}  // namespace
}  // namespace jg::llm
