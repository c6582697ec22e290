#include "app/cli/token_command.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/base64.h"
#include "base/clock_fake.h"
#include "base/random.h"
#include "jose/claims.h"
#include "jose/verify.h"

namespace jg::app::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'800'000'000)};

class TokenCommandTest : public testing::Test {
 protected:
  ~TokenCommandTest() override { fs::remove_all(folder_); }

  struct Outcome {
    int exit_code;
    std::string out, err;
  };

  Outcome run(std::vector<std::string> words, const std::string& input = "") const {
    std::istringstream in(input);
    std::ostringstream out, err;
    const FakeClock clock(kNow);
    TokenCommand command{in, out, err, clock};
    CLI::App app;
    add_token_command(app, command);
    words.insert(words.begin(), "token");
    std::ranges::reverse(words);  // as CLI11 wants them
    try {
      app.parse(words);
    } catch (const CLI::ParseError& error) {
      return {2, out.str(), error.what()};
    }
    return {command.exit_code, out.str(), err.str()};
  }

  Outcome keygen(const std::string& alg) const {
    return run({"keygen", "--alg", alg, "--out", folder_.string()});
  }

  std::string sign(std::vector<std::string> words) const {
    words.insert(words.begin(), {"sign", "--key", (folder_ / "private.jwk").string()});
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.out.substr(0, outcome.out.find('\n'));
  }

  std::string read(const char* name) const {
    std::ifstream file(folder_ / name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }

  // Verified with the key set that keygen wrote.
  Result<jose::VerifiedToken> verify(const std::string& text) const {
    const auto keys = jose::KeySet::parse(read("jwks.json"));
    if (!keys) return std::unexpected(keys.error());
    const auto token = jose::UntrustedToken::parse(text);
    if (!token) return std::unexpected(token.error());
    return jose::Verifier(*keys).verify(*token);
  }

  mode_t mode_of(const char* name) const {
    struct stat facts{};
    ::stat((folder_ / name).c_str(), &facts);
    return facts.st_mode & 0777;
  }

  fs::path folder_ = fs::temp_directory_path() / ("jotgate-" + std::to_string(random_u64()));
};

TEST_F(TokenCommandTest, signs_with_the_key_it_made) {
  ASSERT_EQ(keygen("ES256").exit_code, 0);
  const auto verified =
      verify(sign({"--issuer", "me", "--audience", "api", "--subject", "a", "--claim", "n=7",
                   "--claim", "who=[\"x\"]", "--claim", "t=a b"}));
  ASSERT_TRUE(verified) << verified.error().code;
  EXPECT_EQ(
      verified->claims().dump(),
      R"({"iss":"me","sub":"a","aud":"api","n":7,"who":["x"],"t":"a b","exp":1800003600,"iat":1800000000})");
  EXPECT_EQ(verified->typ(), "JWT");
  EXPECT_TRUE(verified->kid());
}

TEST_F(TokenCommandTest, keeps_the_private_key_private) {
  keygen("RS256");
  EXPECT_EQ(mode_of("private.jwk"), 0600u);
  EXPECT_EQ(mode_of("jwks.json") & 0444, 0444u);
}

TEST_F(TokenCommandTest, keeps_the_set_of_a_shared_secret_private_too) {
  const Outcome outcome = keygen("HS256");
  EXPECT_EQ(mode_of("jwks.json"), 0600u);
  EXPECT_NE(outcome.out.find("keep both files private"), std::string::npos);
}

TEST_F(TokenCommandTest, replaces_keys_only_when_forced) {
  keygen("ES256");
  const std::string before = read("private.jwk");
  const Outcome again = keygen("ES256");
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_NE(again.err.find("--force"), std::string::npos);
  EXPECT_EQ(read("private.jwk"), before);
  EXPECT_EQ(run({"keygen", "--alg", "ES256", "--out", folder_.string(), "--force"}).exit_code, 0);
  EXPECT_NE(read("private.jwk"), before);
}

TEST_F(TokenCommandTest, names_the_algorithms_there_are) {
  const Outcome outcome = keygen("none");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.err.find("none is no algorithm; there are: RS256"), std::string::npos);
}

TEST_F(TokenCommandTest, signs_times_relative_to_now) {
  keygen("ES256");
  const auto claims = [&](const std::vector<std::string>& words) {
    return verify(sign(words))->claims().dump();
  };
  EXPECT_EQ(claims({"--expires-in", "-5m", "--not-before", "90s"}),
            R"({"nbf":1800000090,"exp":1799999700,"iat":1800000000})");
  EXPECT_EQ(claims({"--no-expiry"}), R"({"iat":1800000000})");
  EXPECT_EQ(claims({"--claim", "exp=5", "--claim", "iat=\"x\""}), R"({"exp":5,"iat":"x"})");
  EXPECT_EQ(claims({"--audience", "a", "--audience", "b", "--no-expiry"}),
            R"({"aud":["a","b"],"iat":1800000000})");
}

TEST_F(TokenCommandTest, writes_the_header_it_is_told) {
  keygen("ES256");
  const auto verified = verify(sign({"--header", "typ=at+jwt", "--header", "x={\"y\":1}"}));
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->typ(), "at+jwt");
  EXPECT_STREQ(verify(sign({"--kid", "other"})).error().code, "jwt.unknown_key");
  EXPECT_STREQ(verify(sign({"--header", "crit=[\"x\"]"})).error().code, "jwt.critical_header");
}

TEST_F(TokenCommandTest, refuses_options_that_make_no_sense) {
  keygen("ES256");
  const std::string key = (folder_ / "private.jwk").string();
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--claim", "novalue"},
                                             {"--claim", "=1"},
                                             {"--issuer", "a", "--claim", "iss=b"},
                                             {"--claim", "a=1", "--claim", "a=2"},
                                             {"--expires-in", "soon"},
                                             {"--header", "alg=none"}}) {
    std::vector<std::string> all = {"sign", "--key", key};
    all.insert(all.end(), words.begin(), words.end());
    EXPECT_EQ(run(all).exit_code, 1) << words[1];
  }
  EXPECT_EQ(run({"sign", "--key", "/does/not/exist"}).exit_code, 1);
  EXPECT_EQ(run({"sign", "--key", (folder_ / "jwks.json").string()}).exit_code, 1);
  EXPECT_EQ(run({"sign"}).exit_code, 2);
  EXPECT_EQ(run({}).exit_code, 2);
}

TEST_F(TokenCommandTest, inspects_without_verifying) {
  keygen("ES256");
  const Outcome outcome = run({"inspect", sign({"--issuer", "me", "--expires-in", "2h"})});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_TRUE(outcome.out.starts_with("NOT VERIFIED"));
  for (const char* shown :
       {"\"alg\": \"ES256\"", "\"iss\": \"me\"", "exp  2027-01-15 10:00:00 UTC (in 2 hours)",
        "iat  2027-01-15 08:00:00 UTC", "it has no aud"})
    EXPECT_NE(outcome.out.find(shown), std::string::npos) << shown << " in " << outcome.out;
}

TEST_F(TokenCommandTest, inspects_what_comes_on_standard_input) {
  keygen("ES256");
  const std::string token = sign({"--expires-in", "-3m"});
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"inspect"}, {"inspect", "-"}})
    EXPECT_NE(run(words, "  Bearer " + token + " \r\n").out.find("it expired 3 minutes ago"),
              std::string::npos);
}

TEST_F(TokenCommandTest, remarks_on_what_is_dangerous) {
  const auto remarks = [&](const std::string& header, const std::string& claims) {
    return run({"inspect", base64url_encode(header) + "." + base64url_encode(claims) + "."}).out;
  };
  EXPECT_NE(remarks(R"({"alg":"none"})", "{}").find("not signed at all"), std::string::npos);
  EXPECT_NE(remarks(R"({"alg":"none"})", "{}").find("[jwt.algorithm]"), std::string::npos);
  EXPECT_NE(remarks(R"({"alg":"RS256","crit":["x"]})", "{}").find("[jwt.critical_header]"),
            std::string::npos);
  EXPECT_NE(remarks(R"({"alg":"HS256"})", "{}").find("shared secret"), std::string::npos);
  EXPECT_NE(remarks(R"({"alg":"RS256","jku":"http://x"})", "{}").find("its jku is ignored"),
            std::string::npos);
  EXPECT_NE(remarks(R"({"alg":"RS256"})", "{}").find("it has no exp"), std::string::npos);
  EXPECT_NE(
      remarks(R"({"alg":"RS256"})", R"({"exp":1e300,"nbf":1e300})").find("1e+300 is no usual date"),
      std::string::npos);
}

TEST_F(TokenCommandTest, shows_no_control_bytes) {
  const std::string claims = "{\"a\":\"\\u001b[31m\\u009b\"}";
  const std::string out = run({"inspect", base64url_encode(R"({"alg":"RS256"})") + "." +
                                              base64url_encode(claims) + ".AA"})
                              .out;
  EXPECT_EQ(out.find('\x1b'), std::string::npos);
  EXPECT_EQ(out.find("\xc2\x9b"), std::string::npos);
}

TEST_F(TokenCommandTest, says_when_there_is_no_token) {
  for (const char* text : {"", "  ", "hello", "Bearer ", "a.b.c", "....."})
    EXPECT_EQ(run({"inspect"}, text).exit_code, 1) << text;
}

}  // namespace
}  // namespace jg::app::cli
