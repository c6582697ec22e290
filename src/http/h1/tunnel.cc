#include "http/h1/tunnel.h"

#include <algorithm>
#include <cstring>

namespace jg::http::h1 {
namespace {

class StreamTunnel final : public Tunnel {
 public:
  StreamTunnel(std::unique_ptr<net::Stream> stream, std::string already_read)
      : stream_(std::move(stream)), already_read_(std::move(already_read)) {}

  Task<Result<std::size_t>> read_some(char* to, std::size_t size) override {
    if (taken_ < already_read_.size()) {
      const std::size_t count = std::min(size, already_read_.size() - taken_);
      std::memcpy(to, already_read_.data() + taken_, count);
      taken_ += count;
      co_return count;
    }
    co_return co_await stream_->read_some(to, size);
  }
  Task<Result<void>> write_all(std::string_view bytes) override {
    return stream_->write_all(bytes);
  }
  void finish_writing() override { stream_->finish_writing(); }
  void abort() override { stream_->abort(); }

 private:
  std::unique_ptr<net::Stream> stream_;
  std::string already_read_;
  std::size_t taken_ = 0;
};

}  // namespace

std::unique_ptr<Tunnel> make_tunnel(std::unique_ptr<net::Stream> stream, std::string already_read) {
  return std::make_unique<StreamTunnel>(std::move(stream), std::move(already_read));
}

}  // namespace jg::http::h1
