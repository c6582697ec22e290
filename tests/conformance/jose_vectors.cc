#include "jose_vectors.h"

#include <algorithm>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/base64.h"
#include "jose/claims.h"
#include "jose/verify.h"
#include "json/text.h"
#include "json/value.h"

namespace jg::conformance {
namespace {

using jose::KeySet;
using jose::SymmetricKeys;
using jose::UntrustedToken;

constexpr std::size_t kMaxLine = 4 << 20;

std::unexpected<Error> no(const char* code, std::string why = {}) {
  return fail(Blame::client, code, std::move(why));
}

std::string_view text_of(json::Value row, std::string_view member) {
  const auto value = row.find(member);
  return value ? value->as_string().value_or("") : "";
}

std::vector<std::string> texts_of(json::Value row, std::string_view member) {
  std::vector<std::string> out;
  if (const auto list = row.find(member))
    list->for_each_element([&](json::Value e) { out.emplace_back(e.as_string().value_or("")); });
  return out;
}

bool has_flag(json::Value row, std::string_view flag) {
  return std::ranges::count(texts_of(row, "flags"), flag) > 0;
}

Result<std::string> unhex(std::string_view hex) {
  std::string out;
  if (hex.size() % 2 != 0) return no("row.malformed", "odd hex");
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = ascii::hex_value(hex[i]);
    const int low = ascii::hex_value(hex[i + 1]);
    if (high < 0 || low < 0) return no("row.malformed", "no hex");
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

bool holds_only_secrets(std::string_view set) {
  const auto document = json::Document::parse(set);
  const auto keys = document ? document->root().find("keys") : std::nullopt;
  if (!keys || keys->size() == 0) return false;
  bool all = true;
  keys->for_each_element([&](json::Value key) { all = all && text_of(key, "kty") == "oct"; });
  return all;
}

Result<std::shared_ptr<const KeySet>> read_keys(json::Value row) {
  const auto member = row.find("jwks");
  const std::string text = member && !member->as_string()
                               ? member->dump()
                               : std::string(text_of(row, member ? "jwks" : "jwks_text"));
  const auto flag = row.find("symmetric");
  const bool symmetric = flag ? flag->as_bool().value_or(false) : holds_only_secrets(text);
  return KeySet::parse(text,
                       {.symmetric = symmetric ? SymmetricKeys::allow : SymmetricKeys::refuse});
}

Result<jose::VerifiedToken> verify(json::Value row, jose::Payload payload) {
  auto keys = read_keys(row);
  if (!keys) return std::unexpected(keys.error());
  const auto token = UntrustedToken::parse(text_of(row, "token"), {.payload = payload});
  if (!token) return std::unexpected(token.error());
  return jose::Verifier(std::move(*keys)).verify(*token);
}

// Of a token that is good already.
std::string payload_of(std::string_view token) {
  const std::string_view behind_header = token.substr(token.find('.') + 1);
  return base64url_decode(behind_header.substr(0, behind_header.find('.'))).value_or("");
}

Result<void> run_jws(json::Value row) {
  const std::string_view format = text_of(row, "format");
  const auto token = row.find("token");
  if ((!format.empty() && format != "compact") || !token || !token->as_string())
    return no("jws.format_unsupported");
  if (has_flag(row, "Detached")) return no("jws.detached_unsupported");
  const auto verified = verify(row, jose::Payload::any_bytes);
  if (!verified) return std::unexpected(verified.error());
  if (row.find("payload") && payload_of(*token->as_string()) != text_of(row, "payload"))
    return no("jws.payload", "another payload was signed");
  return {};
}

Result<void> run_primitive(json::Value row) {
  const auto member = row.find("jwk");
  if (!member) return no("row.malformed", "no jwk");
  const auto key = jose::Jwk::parse(*member, SymmetricKeys::allow);
  if (!key) return std::unexpected(key.error());
  const auto algorithm = jose::parse_algorithm(text_of(row, "alg"));
  if (!algorithm) return std::unexpected(algorithm.error());
  const auto message = unhex(text_of(row, "msg_hex"));
  if (!message) return std::unexpected(message.error());
  const auto signature = unhex(text_of(row, "sig_hex"));
  if (!signature) return std::unexpected(signature.error());
  return jose::verify_signature(*key, *algorithm, *message, *signature);
}

Result<void> run_jwks_parse(json::Value row) {
  const auto keys = read_keys(row);
  if (!keys) return std::unexpected(keys.error());
  if ((*keys)->keys().empty() && !(*keys)->lost().empty())
    return no((*keys)->lost().front().code, (*keys)->lost().front().reason);
  return {};
}

Result<void> run_jwt_parse(json::Value row) {
  const auto token = UntrustedToken::parse(text_of(row, "token"));
  if (!token) return std::unexpected(token.error());
  return {};
}

Result<void> run_jwt(json::Value row) {
  const auto verified = verify(row, jose::Payload::claims);
  if (!verified) return std::unexpected(verified.error());
  const auto now = row.find("now");
  const auto seconds = now ? now->as_double() : std::nullopt;
  if (!seconds || !(*seconds >= 0 && *seconds < 9e9)) return no("row.malformed", "no usable now");

  jose::ClaimsPolicy policy;
  if (row.find("required")) policy.required = texts_of(row, "required");
  if (const auto leeway = row.find("leeway"))
    policy.leeway = std::chrono::seconds(leeway->as_int().value_or(60));
  const auto aud = row.find("audiences");
  if (aud) policy.audiences = texts_of(row, "audiences");
  policy.issuer = text_of(row, "issuer");
  const SystemTime moment(
      std::chrono::duration_cast<SystemTime::duration>(std::chrono::duration<double>(*seconds)));
  const jose::TokenFacts facts = verified->facts();
  // A row may leave the issuer open, a policy may not.
  for (const jose::ClaimCheck& check : jose::claim_checks()) {
    if (check.name == "issuer" && !row.find("issuer")) continue;
    if (auto good = check.run(facts, policy, moment); !good) return good;
  }
  return {};
}

std::string_view operation_of(json::Value row) {
  if (const auto named = row.find("op")) return named->as_string().value_or("?");
  if (row.find("msg_hex")) return "primitive";
  if (row.find("now")) return "jwt";
  if (!row.find("token")) return "jwks_parse";
  return row.find("jwks") || row.find("jwks_text") ? "jws" : "jwt_parse";
}

Result<void> run(json::Value row) {
  const std::string_view operation = operation_of(row);
  if (operation == "jws") return run_jws(row);
  if (operation == "primitive") return run_primitive(row);
  if (operation == "jwks_parse") return run_jwks_parse(row);
  if (operation == "jwt_parse") return run_jwt_parse(row);
  if (operation == "jwt") return run_jwt(row);
  return no("row.operation", "an operation nobody knows");
}

void answer(std::ostream& out, json::Value id, const Result<void>& result) {
  std::string line = "{\"id\":" + id.dump() + ",\"ok\":";
  line += result ? "true" : "false";
  line += ",\"code\":";
  json::append_quoted(line, result ? "" : result.error().code);
  out << line << "}\n";
}

}  // namespace

int run_jose_vectors(std::istream& in, std::ostream& out) {
  int status = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    const auto document =
        json::Document::parse(line, {.bytes = kMaxLine, .duplicates = json::Duplicates::allow});
    if (!document || document->root().kind() != json::Kind::object) {
      answer(out, json::Value(), no("row.malformed"));
      status = 1;
      continue;
    }
    const json::Value row = document->root();
    answer(out, row.find("id").value_or(json::Value()), run(row));
  }
  return status;
}

}  // namespace jg::conformance
