#include "app/service_server.h"

#include "http/status.h"

namespace jg::app {
namespace {

// The pages are functions: nothing waits, bodies of requests are not read.
class PageHandler final : public http::Handler {
 public:
  explicit PageHandler(const ServiceServer::Answer& answer) : answer_(answer) {}

  Task<void> handle(http::Incoming incoming) override {
    const admin::AdminResponse page = answer_({
        .method = incoming.head.method,
        .path = incoming.head.path,
        .query = incoming.head.query,
        .host = incoming.head.authority,
        .origin = incoming.head.fields.find("origin").value_or(""),
    });
    co_await send(page, incoming.responder);
  }

  Task<void> reject(Error, http::Responder& responder) override {
    responder.close_after();
    admin::AdminResponse page;
    page.status = 400;
    page.body = "the request is malformed\n";
    co_await send(page, responder);
  }

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

}  // namespace

void ServiceServer::start(net::TcpAcceptor acceptor) {
  acceptor_.emplace(std::move(acceptor));
  loop_.spawn(accept());
}

void ServiceServer::stop() {
  boost::system::error_code ignored;
  if (acceptor_) acceptor_->close(ignored);
}

Task<void> ServiceServer::accept() {
  constexpr std::chrono::milliseconds kPause{50};
  while (acceptor_->is_open()) {
    boost::system::error_code error;
    auto socket = co_await acceptor_->async_accept(await_into(error));
    if (!error)
      loop_.spawn(serve(net::TcpSocket(std::move(socket))));
    else if (acceptor_->is_open())
      co_await net::sleep_for(loop_, kPause);
  }
}

Task<void> ServiceServer::serve(net::TcpSocket socket) {
  net::set_usual_options(socket);
  PageHandler handler(answer_);
  co_await http::serve_h1(std::make_unique<net::TcpStream>(loop_, std::move(socket)), loop_,
                          limits_, handler, "http");
}

}  // namespace jg::app
