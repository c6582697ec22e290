// Lists of revoked tokens of any kind are refused or read without a crash, and looked into with
// claims of any kind.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "jose/revocation_list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr jg::SystemTime kNow{std::chrono::seconds(1'800'000'000)};
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto list = jg::jose::RevocationList::parse(input);
  const auto claims = jg::json::Document::parse(input);
  if (!list || !claims) return 0;
  if ((*list)->size() == 0 && (*list)->find({{}, claims->root()}, kNow)) std::abort();
  return 0;
}
