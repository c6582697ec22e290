// fetch/freshness.h - how long an answer says that it may be used.
//
// Spec:  RFC 9111 sections 4.2 and 5.2.2, for a cache of one's own: max-age, no-cache, no-store,
//        Expires, Age.
// Trust: the fields are the server's; whoever asks holds the result between bounds of its own.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace jg::fetch {

// As they came, several of one name joined by a comma; empty when they did not.
struct CacheFields {
  std::string cache_control = {};
  std::string expires = {};
  std::string date = {};
  std::string age = {};
};

// Nothing when it does not say, zero when it must not be used without asking again.
std::optional<std::chrono::seconds> fresh_for(const CacheFields& fields);

}  // namespace jg::fetch
