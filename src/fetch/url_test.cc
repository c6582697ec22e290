#include "fetch/url.h"

#include <gtest/gtest.h>

namespace jg::fetch {
namespace {

TEST(Url, is_http_with_a_host) {
  for (const char* text : {"https://idp.example/keys", "http://127.0.0.1:8080",
                           "http://[::1]/a?b#c", "https://user:pw@idp.example/"})
    EXPECT_TRUE(parse_url(text)) << text;
  for (const char* text :
       {"", "idp.example", "/keys", "ftp://idp.example/", "file:///etc/passwd", "https://",
        "http://idp.example:99999/", "https://idp example/", "gopher://a/"})
    EXPECT_FALSE(parse_url(text)) << text;
}

TEST(Url, shows_no_secret) {
  EXPECT_EQ(shown_url("https://me:secret@idp.example:8443/a/keys?sig=secret#secret"),
            "https://idp.example:8443/a/keys");
  EXPECT_EQ(shown_url("https://idp.example/keys"), "https://idp.example/keys");
  EXPECT_EQ(shown_url("http://[::1]:80/"), "http://[::1]/");
  EXPECT_EQ(shown_url("secret"), "(no URL)");
}

TEST(Redirect, stays_with_the_host) {
  EXPECT_TRUE(may_redirect("https://a.example/k", "https://a.example/l"));
  EXPECT_TRUE(may_redirect("https://a.example/k", "https://A.example:443/l"));
  EXPECT_TRUE(may_redirect("http://a.example/k", "https://a.example/k"));
  EXPECT_TRUE(may_redirect("http://a.example:81/k", "http://a.example:81/l"));
}

TEST(Redirect, leaves_neither_host_nor_port_nor_tls) {
  EXPECT_FALSE(may_redirect("https://a.example/k", "https://b.example/k"));
  EXPECT_FALSE(may_redirect("https://a.example/k", "https://a.example.b.example/k"));
  EXPECT_FALSE(may_redirect("https://a.example/k", "http://a.example/k"));
  EXPECT_FALSE(may_redirect("https://a.example/k", "https://a.example:8443/k"));
  EXPECT_FALSE(may_redirect("http://a.example/k", "https://a.example:8443/k"));
  EXPECT_FALSE(may_redirect("http://a.example/k", "http://169.254.169.254/latest"));
  EXPECT_FALSE(may_redirect("http://a.example/k", "file:///etc/passwd"));
  EXPECT_FALSE(may_redirect("http://a.example/k", ""));
}

}  // namespace
}  // namespace jg::fetch
