// keys/report.h - what there is to tell of one document that is fetched.
//
// Trust: URLs are shown without what may be secret in them (fetch/url.h); keys have public parts
//        only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "keys/content.h"

namespace jg::keys {

// How fetching stands.
struct Facts {
  std::optional<SystemTime> fetched;  // when what is at hand was last found to be good
  std::optional<SystemTime> next;     // when it is fetched again
  // The last fetch failed, as those before it did since the last good one.
  struct Failure {
    std::string code;
    std::string detail;
    std::uint64_t in_a_row = 0;
  };
  std::optional<Failure> failure;
  // By result: "changed", "unchanged", or the code of what failed.
  std::map<std::string_view, std::uint64_t> fetches;
};

struct Report {
  std::string source;  // the URL
  Kind kind = Kind::keys;
  std::uint64_t generation = 0;  // how often the content became another
  Content content;               // nothing: none may be used
  Facts facts;
  std::uint64_t unknown_kids = 0;  // tokens that named a key which is not among the keys
};

using Reports = std::vector<Report>;

}  // namespace jg::keys
