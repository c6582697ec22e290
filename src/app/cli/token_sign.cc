#include "app/cli/token_sign.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/cli/token_files.h"
#include "config/duration.h"
#include "jose/sign.h"
#include "json/text.h"
#include "json/value.h"

namespace jg::app::cli {
namespace {

// Claims and header members are alike: a name and JSON text, each name once.
using Members = std::vector<jose::HeaderMember>;

std::unexpected<Error> bad_option(std::string why) {
  return fail(Blame::config, "cli.option", std::move(why));
}

std::string quote(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

bool has(const Members& members, std::string_view name) {
  return std::ranges::find(members, name, &jose::HeaderMember::name) != members.end();
}

Result<void> add(Members& members, std::string_view name, std::string text) {
  if (has(members, name)) return bad_option("\"" + std::string(name) + "\" is given twice");
  members.push_back({std::string(name), std::move(text)});
  return {};
}

Result<void> add_pairs(Members& members, const std::vector<std::string>& pairs,
                       const char* option) {
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.find('=');
    if (equals == 0 || equals == pair.npos)
      return bad_option(std::string(option) + " takes name=value, not " + pair);
    const std::string value = pair.substr(equals + 1);
    const auto parsed = json::Document::parse(value);
    auto added =
        add(members, pair.substr(0, equals), parsed ? parsed->root().dump() : quote(value));
    if (!added) return added;
  }
  return {};
}

Result<std::int64_t> moment(SystemTime now, std::string_view from_now, const char* option) {
  const bool past = from_now.starts_with('-');
  const auto length = config::parse_duration(past ? from_now.substr(1) : from_now);
  if (!length)
    return bad_option(std::string(option) + " takes a length of time such as 90s or 1h30m, not " +
                      std::string(from_now));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(past ? -*length : *length);
  return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count() + seconds.count();
}

Result<void> add_audiences(Members& claims, const std::vector<std::string>& audiences) {
  if (audiences.empty()) return {};
  if (audiences.size() == 1) return add(claims, "aud", quote(audiences.front()));
  std::string list;
  for (const std::string& audience : audiences)
    list += (list.empty() ? '[' : ',') + quote(audience);
  return add(claims, "aud", list + ']');
}

// Times the options ask for, and those a token should have when nothing asks.
Result<void> add_times(Members& claims, const SignOptions& options, SystemTime now) {
  if (options.not_before) {
    const auto begin = moment(now, *options.not_before, "--not-before");
    if (!begin) return std::unexpected(begin.error());
    if (auto added = add(claims, "nbf", std::to_string(*begin)); !added) return added;
  }
  const auto end = moment(now, options.expires_in, "--expires-in");
  if (!end) return std::unexpected(end.error());
  if (!options.no_expiry && !has(claims, "exp")) claims.push_back({"exp", std::to_string(*end)});
  if (!has(claims, "iat")) claims.push_back({"iat", std::to_string(*moment(now, "0s", "iat"))});
  return {};
}

Result<Members> make_claims(const SignOptions& options, SystemTime now) {
  Members claims;
  if (options.issuer) claims.push_back({"iss", quote(*options.issuer)});
  if (options.subject) claims.push_back({"sub", quote(*options.subject)});
  if (auto added = add_audiences(claims, options.audiences); !added)
    return std::unexpected(added.error());
  if (auto added = add_pairs(claims, options.claims, "--claim"); !added)
    return std::unexpected(added.error());
  if (auto added = add_times(claims, options, now); !added) return std::unexpected(added.error());
  return claims;
}

Result<Members> make_header(const SignOptions& options, const jose::SigningKey& key) {
  Members header;
  if (auto added = add_pairs(header, options.headers, "--header"); !added)
    return std::unexpected(added.error());
  if (options.kid) {
    if (auto added = add(header, "kid", quote(*options.kid)); !added)
      return std::unexpected(added.error());
  } else if (key.kid() && !has(header, "kid")) {
    header.push_back({"kid", quote(*key.kid())});
  }
  if (!has(header, "typ")) header.push_back({"typ", "\"JWT\""});
  return header;
}

}  // namespace

Result<std::string> run_sign(const SignOptions& options, SystemTime now) {
  const auto text = read_key_file(options.key_file);
  if (!text) return std::unexpected(text.error());
  const auto key = jose::SigningKey::parse(text->reveal());
  if (!key) return std::unexpected(key.error());
  const auto claims = make_claims(options, now);
  if (!claims) return std::unexpected(claims.error());
  const auto header = make_header(options, *key);
  if (!header) return std::unexpected(header.error());

  std::string payload;
  for (const jose::HeaderMember& claim : *claims)
    payload += (payload.empty() ? '{' : ',') + quote(claim.name) + ':' + claim.json;
  auto token = jose::sign_compact(*key, *header, payload + '}');
  if (!token) return std::unexpected(token.error());
  return *token + '\n';
}

}  // namespace jg::app::cli
