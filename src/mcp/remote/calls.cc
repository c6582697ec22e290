#include "mcp/remote/calls.h"

#include "base/ascii.h"
#include "mcp/content.h"
#include "mcp/hub.h"

namespace jg::mcp {

// What is read is not compressed.
KeptFields Calls::keep_fields(const http::RequestHead& request) const {
  http::RequestHead head = head_for(server(), request);
  for (const std::string_view name : {"accept", "accept-encoding", "content-type"})
    head.fields.remove(name);
  return KeptFields(head.fields);
}

http::RequestHead Calls::head_of(std::string_view method, std::string_view target,
                                 const KeptFields& fields) const {
  http::RequestHead head;
  head.method = method;
  head.scheme = server().endpoint.tls ? "https" : "http";
  head.authority = server().authority;
  head.target = target;
  head.path = target.substr(0, target.find('?'));
  fields.add_to(head.fields);
  if (method == "POST") {
    head.fields.add("content-type", kJson);
    head.fields.add("accept", "application/json, text/event-stream");
  } else if (method == "GET") {
    head.fields.add("accept", kEvents);
  }
  server().request_headers.apply(head.fields);
  return head;
}

void Calls::end_all() {
  for (net::CancelSlot* const cancel : under_way_) cancel->cancel();
}

Calls::Call::Call(Calls& calls) : calls_(calls) { calls_.under_way_.push_back(&cancel_); }

Calls::Call::~Call() { std::erase(calls_.under_way_, &cancel_); }

Task<Result<void>> Calls::Call::begin(const http::RequestHead& head,
                                      std::optional<std::string_view> text) {
  upstream::Call call{head};
  call.text = text;
  call.cancel = &cancel_;
  co_return co_await calls_.hub_.client(calls_.settings_.limits)
      .call(calls_.server().endpoint, call, answer_);
}

bool Calls::Call::is_plain(std::string_view type) const {
  return !is_coded(head_.fields) && ascii::iequals(media_type_of(head_.fields), type);
}

Result<void> Calls::Call::check_status() const {
  if (head_.status / 100 == 2) return {};
  return fail(Blame::upstream, "mcp.server_refused", "it answered " + std::to_string(head_.status));
}

Task<void> Calls::Call::settle() {
  if (answer_.body && !answer_.body->is_settled()) co_await answer_.body->settle();
}

Task<void> Calls::Call::skip_rest() {
  for (auto piece = body().try_next(); piece && *piece && !(*piece)->end;)
    piece = body().try_next();
  co_await settle();
}

}  // namespace jg::mcp
