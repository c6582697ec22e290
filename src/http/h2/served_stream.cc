#include "http/h2/served_stream.h"

#include <string>

#include "http/h2/websocket.h"
#include "http/hop_by_hop.h"

namespace jg::http::h2 {

ServedStream::ServedStream(Connection& connection, std::unique_ptr<Handler> handler,
                           std::string_view scheme, StreamOwner& owner)
    : connection_(connection),
      handler_(std::move(handler)),
      scheme_(scheme),
      owner_(owner),
      body_(connection),
      responder_(connection, body_) {}

void ServedStream::take(Stream& stream) {
  stream_ = &stream;
  to_start_ = true;
  body_.begin(stream, stream.control().expects_continue ? StreamBody::Continue::owed
                                                        : StreamBody::Continue::not_owed);
  responder_.begin(stream);
}

void ServedStream::start() {
  if (!std::exchange(to_start_, false)) return;
  handling_ = true;
  connection_.loop().spawn(serve());
}

Task<void> ServedStream::serve() {
  co_await handle();
  if (!responder_.is_finished()) responder_.abort();
  handling_ = false;
  end();
}

Task<void> ServedStream::handle() {
  RequestHead& head = stream_->request();
  head.scheme = scheme_;
  remove_hop_by_hop(head.fields, Upgrade::drop);
  if (!stream_->fault().good()) {
    co_await handler_->reject(stream_->fault().as_error(Blame::client).error(), responder_);
  } else if (is_websocket(stream_->control())) {
    make_upgrade(head, stream_->arena());
    co_await handler_->handle({head, nullptr, true, responder_});
  } else {
    const bool has_body = stream_->body().kind != BodyKind::none;
    co_await handler_->handle({head, has_body ? &body_ : nullptr, false, responder_});
  }
}

void ServedStream::end() {
  if (!stream_->is_closed()) return;  // the answer is still on its way
  to_start_ = false;
  connection_.session().release(*std::exchange(stream_, nullptr));
  owner_.on_free(*this);
}

void ServedStream::on_closed(ErrorCode code) {
  responder_.on_closed();
  if (!handling_) return end();
  if (responder_.is_finished() && code == ErrorCode::no_error) return;
  const h1::Verdict fault = stream_->fault();
  body_.fail({Blame::client, fault.good() ? "net.closed" : fault.code,
              fault.good() ? std::string(to_text(code)) : fault.detail});
  handler_->cancel();
}

void ServedStream::cancel() {
  if (handling_) handler_->cancel();
}

void ServedStream::look(std::chrono::milliseconds interval, std::chrono::milliseconds body_limit,
                        std::chrono::milliseconds write_limit) {
  if (stream_ == nullptr) return;
  body_.look(interval, body_limit);
  responder_.look(interval, write_limit);
}

}  // namespace jg::http::h2
