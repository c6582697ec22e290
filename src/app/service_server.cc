#include "app/service_server.h"

#include "http/serve.h"
#include "http/status.h"
#include "net/asio_operation.h"
#include "net/handover.h"

namespace jg::app {
namespace {

http::ServerLimits limits() {
  http::ServerLimits limits;
  limits.head.bytes = 8 * 1024;
  limits.idle_timeout = std::chrono::milliseconds(60'000);
  limits.head_timeout = std::chrono::milliseconds(5'000);
  limits.body_timeout = std::chrono::milliseconds(10'000);
  return limits;
}

class PageHandler final : public http::Handler {
 public:
  explicit PageHandler(const ServiceServer::Answer& answer) : answer_(answer) {}

  Task<void> handle(http::Incoming incoming) override {
    std::string body;
    if (incoming.body != nullptr && incoming.head.method == "POST") {
      auto read =
          co_await http::read_all(*incoming.body, ServiceServer::kMostBodyBytes, Blame::client);
      if (!read) co_return co_await reject(std::move(read.error()), incoming.responder);
      body = std::move(*read);
    }
    const auto& fields = incoming.head.fields;
    const admin::AdminRequest request{
        .method = incoming.head.method,
        .path = incoming.head.path,
        .query = incoming.head.query,
        .host = incoming.head.authority,
        .origin = fields.find("origin").value_or(""),
        .accept = fields.find("accept").value_or(""),
        .body = body,
    };
    const admin::AdminResponse page = co_await answer_(request);
    co_await send(page, incoming.responder);
  }

  Task<void> reject(Error, http::Responder& responder) override {
    responder.close_after();
    admin::AdminResponse page;
    page.status = 400;
    page.body = "the request is malformed\n";
    co_await send(page, responder);
  }

  void cancel() override {}

 private:
  static Task<void> send(const admin::AdminResponse& page, http::Responder& responder) {
    http::ResponseHead head;
    head.status = page.status;
    head.reason = http::reason_phrase(page.status);
    head.fields.add("content-type", page.content_type);
    head.fields.add("cache-control", "no-store");
    if (!page.allow.empty()) head.fields.add("allow", page.allow);
    auto sent = responder.start(head, {http::BodyKind::length, page.body.size()});
    if (sent) sent = responder.write(page.body);
    if (sent) sent = responder.finish(nullptr);
    if (sent) sent = co_await responder.flush();
    if (!sent) responder.abort();
  }

  const ServiceServer::Answer& answer_;
};

class PageHandlers final : public http::HandlerFactory {
 public:
  explicit PageHandlers(const ServiceServer::Answer& answer) : answer_(answer) {}
  std::unique_ptr<http::Handler> make() override { return std::make_unique<PageHandler>(answer_); }
  void on_fault(const Error&) override {}
  void on_limit(telemetry::Limit) override {}

 private:
  const ServiceServer::Answer& answer_;
};

}  // namespace

class ServiceServer::Connection : public boost::intrusive::list_base_hook<
                                      boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  explicit Connection(http::Serving& serving) : serving_(serving) {}
  void close_now() { serving_.close_now(); }

 private:
  http::Serving& serving_;
};

ServiceServer::ServiceServer(net::Loop& loop, Answer answer)
    : loop_(loop),
      answer_(std::move(answer)),
      limits_(limits()),
      connections_(std::make_unique<Connections>()) {}

ServiceServer::~ServiceServer() = default;

void ServiceServer::start(net::TcpAcceptor acceptor) {
  acceptor_.emplace(std::move(acceptor));
  loop_.spawn(accept());
}

void ServiceServer::yield() { net::steer_to_others(acceptor_->native_handle(), 1); }

void ServiceServer::stop() {
  net::stop_steering(acceptor_->native_handle());
  boost::system::error_code ignored;
  acceptor_->close(ignored);
}

Task<void> ServiceServer::accept() {
  constexpr std::chrono::milliseconds kPause{50};
  while (acceptor_->is_open()) {
    boost::system::error_code error;
    auto socket = co_await acceptor_->async_accept(await_into(error));
    if (!error) {
      make_room();
      loop_.spawn(serve(net::TcpSocket(std::move(socket))));
    } else if (acceptor_->is_open()) {
      co_await net::sleep_for(loop_, kPause);
    }
  }
}

void ServiceServer::make_room() {
  if (connections_->size() < kMostConnections) return;
  Connection& oldest = connections_->front();
  connections_->pop_front();
  oldest.close_now();
}

Task<void> ServiceServer::serve(net::TcpSocket socket) {
  net::set_usual_options(socket);
  PageHandlers handlers(answer_);
  auto stream = std::make_unique<net::TcpStream>(loop_, std::move(socket));
  const auto serving =
      http::serve({std::move(stream), "http", http::Protocol::http1}, loop_, limits_, handlers);
  Connection connection(*serving);
  connections_->push_back(connection);
  co_await serving->run();
}

}  // namespace jg::app
