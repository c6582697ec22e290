#include "telemetry/redact.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/ascii.h"

namespace jg::telemetry {
namespace {

constexpr std::string_view kMark = "REDACTED";

constexpr auto kNames = std::to_array<std::string_view>({
    "access_token",
    "api_key",
    "assertion",
    "auth",
    "authorization",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "credential",
    "id_token",
    "jwt",
    "key",
    "passwd",
    "password",
    "refresh_token",
    "secret",
    "session_token",
    "sig",
    "signature",
    "token",
    "x_amz_credential",
    "x_amz_security_token",
    "x_amz_signature",
    "x_api_key",
    "x_goog_signature",
});

// Hands out the characters of a parameter's name that count: decoded, in lower case, no `-`, no
// `_`.
class Letters {
 public:
  explicit Letters(std::string_view name) : rest_(name) {}

  // '\0' after the last, which no name in a list holds.
  char next() {
    while (!rest_.empty()) {
      const char c = ascii::to_lower(take());
      if (c != '-' && c != '_') return c;
    }
    return '\0';
  }

 private:
  char take() {
    const char c = rest_[0];
    if (c == '%' && rest_.size() > 2) {
      const int high = ascii::hex_value(rest_[1]), low = ascii::hex_value(rest_[2]);
      if (high >= 0 && low >= 0) {
        rest_.remove_prefix(3);
        return static_cast<char>(high << 4 | low);
      }
    }
    rest_.remove_prefix(1);
    return c;
  }

  std::string_view rest_;
};

bool same_name(std::string_view sent, std::string_view listed) {
  Letters a(sent), b(listed);
  for (;;) {
    const char x = a.next(), y = b.next();
    if (x != y) return false;
    if (x == '\0') return true;
  }
}

bool is_credential(std::string_view name, std::span<const std::string> more_names) {
  const auto same = [&](std::string_view listed) { return same_name(name, listed); };
  return std::ranges::any_of(kNames, same) || std::ranges::any_of(more_names, same);
}

// base64url of `{"`, with which every JWS and JWE header begins.
bool looks_like_token(std::string_view value) { return value.starts_with("eyJ"); }

// What comes next in a query: `kept` as it is, then perhaps a value to hide, `length` bytes in all.
struct Piece {
  std::string_view kept;
  bool hides = false;
  std::size_t length = 0;
};

// Some servers split at `;` too: a name may begin after one, but a hidden value goes on to the next
// `&`.
Piece next_piece(std::string_view rest, std::span<const std::string> more_names) {
  if (rest[0] == '&' || rest[0] == ';') return {rest.substr(0, 1), false, 1};
  const std::size_t end_of_value = std::min(rest.find('&'), rest.size());
  const std::string_view parameter =
      rest.substr(0, std::min(rest.find_first_of("&;"), rest.size()));
  if (looks_like_token(parameter)) return {"", true, end_of_value};
  const std::size_t equals = parameter.find('=');
  if (equals == parameter.npos) return {parameter, false, parameter.size()};
  const bool hides = is_credential(parameter.substr(0, equals), more_names) ||
                     looks_like_token(parameter.substr(equals + 1));
  if (!hides) return {parameter, false, parameter.size()};
  return {parameter.substr(0, equals + 1), true, end_of_value};
}

}  // namespace

std::string_view redact_query(std::string_view target, std::span<const std::string> more_names,
                              Arena& arena) {
  const std::size_t query = target.find('?');
  if (query == target.npos) return target;
  std::size_t hidden = 0;
  for (std::string_view rest = target.substr(query + 1); !rest.empty();) {
    const Piece piece = next_piece(rest, more_names);
    if (piece.hides) ++hidden;
    rest.remove_prefix(piece.length);
  }
  if (hidden == 0) return target;

  char* const copy = static_cast<char*>(arena.allocate(target.size() + hidden * kMark.size(), 1));
  std::size_t used = 0;
  const auto put = [&](std::string_view text) {
    if (!text.empty()) std::memcpy(copy + used, text.data(), text.size());
    used += text.size();
  };
  put(target.substr(0, query + 1));
  for (std::string_view rest = target.substr(query + 1); !rest.empty();) {
    const Piece piece = next_piece(rest, more_names);
    put(piece.kept);
    if (piece.hides) put(kMark);
    rest.remove_prefix(piece.length);
  }
  return {copy, used};
}

}  // namespace jg::telemetry
