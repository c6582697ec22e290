// keys/cache_folder.h - what URLs had last, in files: so that a gateway that starts while a provider
// is down has what it had before.
//
// Owner:  the store. Thread: the store's.
// Errors: a file that is not there, or too large, is as if it were not; one that cannot be written is
//         told in the operator's log, once.
// Limits: what a document may have; one file for each.
// Trust:  whoever can write to the folder says which keys are good, so files that others own or may
//         write are not read, and a folder of that kind is warned of.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "keys/settings.h"

namespace jg::keys {

struct CachedDocument {
  std::string body;
  SystemTime fetched;  // when it was last found to be good: the time of the file
};

class CacheFolder {
 public:
  // Makes it when it is not there.
  explicit CacheFolder(std::filesystem::path folder);

  std::optional<CachedDocument> read(const RemoteSettings& settings) const;
  void write(const RemoteSettings& settings, std::string_view body, SystemTime fetched);
  // It was found to be good again. False when there is none.
  bool touch(const RemoteSettings& settings, SystemTime fetched) const;

 private:
  std::filesystem::path path_of(const RemoteSettings& settings) const;

  const std::filesystem::path folder_;
  bool has_told_ = false;
};

}  // namespace jg::keys
