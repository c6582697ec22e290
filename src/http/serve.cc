#include "http/serve.h"

#include "http/h1/server.h"
#include "http/h2/server.h"

namespace jg::http {
namespace {

// HTTP/1.1 until the client's preface says that it is HTTP/2.
class Sniffing final : public Serving {
 public:
  Sniffing(ServedConnection connection, net::Loop& loop, const ServerLimits& limits,
           HandlerFactory& handlers)
      : loop_(loop),
        limits_(limits),
        handlers_(handlers),
        scheme_(connection.scheme),
        h1_(std::make_unique<h1::Server>(std::move(connection.stream), loop, limits, handlers,
                                         connection.scheme, h1::Preface::handed_over)) {}

  Task<void> run() override {
    co_await h1_->run();
    if (!h1_->has_preface()) co_return;
    auto bytes = std::string(h1_->take_unread());
    h2_ = std::make_unique<h2::Server>(h1_->take_stream(), std::move(bytes), loop_, limits_,
                                       handlers_, scheme_);
    h1_.reset();
    if (finishing_) h2_->finish_soon();
    co_await h2_->run();
  }
  void finish_soon() override {
    finishing_ = true;
    current().finish_soon();
  }
  void close_now() override { current().close_now(); }
  std::size_t under_way() const override { return current().under_way(); }

 private:
  Serving& current() const { return h2_ ? static_cast<Serving&>(*h2_) : *h1_; }

  net::Loop& loop_;
  const ServerLimits& limits_;
  HandlerFactory& handlers_;
  const std::string_view scheme_;
  std::unique_ptr<h1::Server> h1_;
  std::unique_ptr<h2::Server> h2_;
  bool finishing_ = false;
};

}  // namespace

std::unique_ptr<Serving> serve(ServedConnection connection, net::Loop& loop,
                               const ServerLimits& limits, HandlerFactory& handlers) {
  switch (connection.protocol) {
    case Protocol::either: break;
    case Protocol::http1:
      return std::make_unique<h1::Server>(std::move(connection.stream), loop, limits, handlers,
                                          connection.scheme, h1::Preface::refused);
    case Protocol::http2:
      return std::make_unique<h2::Server>(std::move(connection.stream), std::string(), loop, limits,
                                          handlers, connection.scheme);
  }
  return std::make_unique<Sniffing>(std::move(connection), loop, limits, handlers);
}

}  // namespace jg::http
