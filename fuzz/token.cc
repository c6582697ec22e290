// Tokens and key sets of any kind are refused or read without a crash; an unsigned token never
// passes, and what inspect shows holds no control bytes.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "app/cli/token_inspect.h"
#include "jose/claims.h"
#include "jose/keygen.h"
#include "jose/verify.h"

namespace {

namespace jose = jg::jose;

void require(bool holds) {
  if (!holds) std::abort();
}

// A key of this run only, so that no token of any corpus is signed with it.
jose::Verifier make_verifier() {
  const auto key = jose::generate_key({.algorithm = jose::Algorithm::es256});
  require(key.has_value());
  auto keys = jose::KeySet::parse(key->key_set.reveal());
  require(keys.has_value());
  return jose::Verifier(std::move(*keys));
}

void try_token(std::string_view input, jose::Verifier& verifier) {
  const auto token = jose::UntrustedToken::parse(input);
  if (!token) return;
  const std::array<std::string_view, 1> nobody = {std::string_view("\xff", 1)};  // no text of JSON
  require(!token->find_issuer(nobody));
  require(!verifier.verify(*token));  // nobody guesses a signature
}

void try_keys(std::string_view input) {
  const auto keys = jose::KeySet::parse(input, {.symmetric = jose::SymmetricKeys::allow});
  if (!keys) return;
  for (const jose::Jwk& key : (*keys)->keys()) {
    require(!key.algorithms().empty());
    if (key.kid()) require(!(*keys)->find_kid(*key.kid()).empty());
  }
  for (const jose::LostKey& lost : (*keys)->lost()) require(!lost.reason.empty());
}

void try_claims(std::string_view input, jg::SystemTime now) {
  const auto document = jg::json::Document::parse(input);
  if (!document) return;
  const jose::ClaimsPolicy policy{.issuer = "i", .audiences = {"a"}};
  const auto checked = jose::check_claims({{}, document->root()}, policy, now);
  if (checked) require(document->root().find("exp").has_value());
}

void try_inspect(std::string_view input, jg::SystemTime now) {
  const auto shown = jg::app::cli::describe_token(input, now);
  if (!shown) return;
  for (const char c : *shown) require(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static jose::Verifier verifier = make_verifier();
  constexpr jg::SystemTime kNow{std::chrono::seconds(1'800'000'000)};
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  try_token(input, verifier);
  try_keys(input);
  try_claims(input, kNow);
  try_inspect(input, kNow);
  return 0;
}
