// proxy/match.h - what a route asks of a request: path, method, headers, query.
//
// Owner:  the route. Thread: immutable.
// Spec:   agentgateway's `matches`; regular expressions are RE2 and must cover the whole text.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "http/message.h"

namespace re2 {
class RE2;
}

namespace jg::proxy {

// A regular expression, built at load; linear in the text's length whatever the pattern.
class Pattern {
 public:
  static Result<Pattern> compile(std::string_view text);
  bool covers(std::string_view text) const;
  const std::string& text() const;

 private:
  std::shared_ptr<const re2::RE2> regex_;
};

struct ValueMatch {
  std::string name;  // of the header (lower case) or the query parameter (decoded)
  std::optional<std::string> exact;
  std::optional<Pattern> pattern;

  bool fits(std::string_view value) const {
    return exact ? value == *exact : pattern->covers(value);
  }
};

enum class PathKind : std::uint8_t { exact, prefix, regex };

struct PathMatch {
  PathKind kind = PathKind::prefix;
  std::string text = "/";
  std::optional<Pattern> pattern;
};

struct RouteMatch {
  PathMatch path;
  std::optional<std::string> method;
  std::vector<ValueMatch> headers;  // all must fit; of a repeated header, any value
  std::vector<ValueMatch> query;    // all must fit; of a repeated parameter, the last value

  // All but the path.
  bool fits_rest(const http::RequestHead& request) const;
};

// For people: "GET /v1/* with header x-team".
std::string shown(const RouteMatch& match);

// A prefix matches whole segments: "/a" and "/a/" match "/a", "/a/" and "/a/b", not "/ab".
std::string_view without_trailing_slashes(std::string_view path);

}  // namespace jg::proxy
