#include "app/cli/token_inspect.h"

#include <array>
#include <istream>
#include <optional>
#include <vector>

#include "app/cli/token_remarks.h"
#include "app/cli/token_text.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "json/value.h"

namespace jg::app::cli {
namespace {

constexpr std::size_t kMaxBytes = 1 << 20;
constexpr std::size_t kEncrypted = 5;  // parts

std::unexpected<Error> no_token(const char* why) { return fail(Blame::config, "cli.token", why); }

std::vector<std::string_view> split(std::string_view token) {
  constexpr std::size_t kEnough = 6;  // one more than any token has
  std::vector<std::string_view> parts;
  while (parts.size() < kEnough) {
    const std::size_t dot = token.find('.');
    parts.push_back(token.substr(0, dot));
    if (dot == token.npos) break;
    token.remove_prefix(dot + 1);
  }
  return parts;
}

std::optional<json::Document> read_part(std::string_view part) {
  const auto bytes = base64url_decode(part);
  if (!bytes) return std::nullopt;
  auto document = json::Document::parse(*bytes, {.duplicates = json::Duplicates::allow});
  if (!document) return std::nullopt;
  return std::move(*document);
}

std::string section(const char* title, const std::optional<json::Document>& part) {
  return std::string("\n") + title + '\n' +
         (part ? pretty(part->root()) : "(not base64url of JSON)") + '\n';
}

std::string dates(json::Value claims, SystemTime now) {
  std::string out;
  for (const char* claim : {"iat", "nbf", "exp"}) {
    const auto value = claims.find(claim);
    const auto seconds = value ? value->as_double() : std::nullopt;
    if (seconds) out += std::string("  ") + claim + "  " + date_text(*seconds, now) + '\n';
  }
  return out.empty() ? out : "\nDates\n" + out;
}

}  // namespace

std::string_view bare_token(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  text = text.substr(first, text.find_last_not_of(kSpace) - first + 1);
  if (ascii::istarts_with(text, "bearer ")) return bare_token(text.substr(7));
  return text;
}

TokenParts read_parts(std::string_view token) {
  const std::vector<std::string_view> parts = split(token);
  TokenParts out{.header = read_part(parts.front()), .claims = {}, .count = parts.size()};
  if (parts.size() > 1 && parts.size() != kEncrypted) out.claims = read_part(parts[1]);
  return out;
}

Result<std::string> describe_token(std::string_view text, SystemTime now) {
  const std::string_view token = bare_token(text);
  if (token.empty()) return no_token("there is no token");
  const auto [header, claims, count] = read_parts(token);
  if (!header) return no_token("this is no token: its first part is not base64url of JSON");

  std::string out =
      "NOT VERIFIED: this is what the token says. Nobody has checked who signed it.\n";
  out += section("Header", header);
  if (count != kEncrypted) out += section("Claims", claims);
  const json::Value root = claims ? claims->root() : json::Value();
  out += dates(root, now);
  const std::vector<std::string> remarks = remarks_on({token, header->root(), root}, now);
  if (!remarks.empty()) out += "\nRemarks\n";
  for (const std::string& remark : remarks) out += "  - " + remark + '\n';
  return out;
}

Result<Secret> read_token(std::istream& in) {
  std::string text;
  std::array<char, 4096> piece;
  while (in.read(piece.data(), piece.size()) || in.gcount() > 0) {
    text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMaxBytes) return no_token("the input is too large for a token");
  }
  return Secret(std::move(text));
}

Result<std::string> run_inspect(const InspectOptions& options, std::istream& in, SystemTime now) {
  if (options.token != "-") return describe_token(options.token, now);
  const auto text = read_token(in);
  if (!text) return std::unexpected(text.error());
  return describe_token(text->reveal(), now);
}

}  // namespace jg::app::cli
