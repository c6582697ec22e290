#include "net/stall_guard.h"

namespace jg::net {
namespace {

constexpr std::size_t kSlice = 16 * 1024;

}  // namespace

Task<Result<void>> write_guarded(Stream& stream, std::string_view bytes, StallGuard& guard,
                                 const StallLimit& limit) {
  while (!bytes.empty()) {
    const std::string_view slice = bytes.substr(0, kSlice);
    guard.set(limit.deadlines, limit.time);
    auto sent = co_await stream.write_all(slice);
    guard.clear();
    if (!sent) co_return sent;
    bytes.remove_prefix(slice.size());
  }
  co_return Result<void>{};
}

}  // namespace jg::net
