#include "http/h2/stream_tunnel.h"

#include <algorithm>
#include <cstring>

namespace jg::http::h2 {
namespace {

class StreamTunnel final : public Tunnel {
 public:
  StreamTunnel(StreamBody& from, StreamResponder& to) : from_(from), to_(to) {}

  Task<Result<std::size_t>> read_some(char* to, std::size_t size) override {
    if (left_.empty()) {
      auto piece = co_await from_.next();
      if (!piece) co_return std::unexpected(std::move(piece.error()));
      left_ = piece->data;
    }
    const std::size_t count = std::min(size, left_.size());
    if (count > 0) std::memcpy(to, left_.data(), count);
    left_.remove_prefix(count);
    co_return count;
  }
  Task<Result<void>> write_all(std::string_view bytes) override {
    if (auto wrote = to_.write(bytes); !wrote) co_return wrote;
    co_return co_await to_.flush();
  }
  void finish_writing() override { to_.end(); }
  void abort() override {
    from_.cancel();
    to_.abort();
  }

 private:
  StreamBody& from_;
  StreamResponder& to_;
  std::string_view left_;  // of the last piece
};

}  // namespace

std::unique_ptr<Tunnel> make_tunnel(StreamBody& from, StreamResponder& to) {
  return std::make_unique<StreamTunnel>(from, to);
}

}  // namespace jg::http::h2
