#include "mcp/stateless/transient.h"

#include "json/writer.h"
#include "mcp/field.h"
#include "mcp/version.h"

namespace jg::mcp {
namespace {

Batch only(Message message) {
  Batch out;
  out.messages.push_back(std::move(message));
  return out;
}

// Nothing can be asked of a client who is gone with the answer.
Batch own_initialize(const exchange::Exchange& exchange) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().member("jsonrpc", "2.0").member("id", "agw_initialize");
  writer.member("method", "initialize").key("params").begin_object();
  const auto version = exchange.request.fields.find(kProtocolVersion);
  writer.member("protocolVersion", version.value_or(newest_with_sessions().name));
  writer.member_raw("capabilities", "{}").key("clientInfo").begin_object();
  writer.member("name", "jotgate").member("version", "1").end_object();
  writer.end_object().end_object();
  return only(*parse_message(text));
}

Message own_initialized() {
  return *parse_message(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
}

}  // namespace

Transient::~Transient() {
  if (share_ && share_->link) share_->link->end();
  hub_.sessions().remove(place_->id());
}

Task<Result<void>> Transient::begin(exchange::Exchange& exchange) {
  take(exchange, nullptr);
  exchange.cancel.bind(share_->part.get());
  auto begun = jg::mcp::begin(share_, own_initialize(exchange));
  co_await std::move(begun);
  if (!share_->failure) {
    auto told = tell(share_, own_initialized());
    co_await std::move(told);
  }
  exchange.cancel.bind(nullptr);
  if (!share_->failure) co_return Result<void>{};
  Error why = std::move(*share_->failure);
  co_await end();
  co_return std::unexpected(std::move(why));
}

void Transient::take(const exchange::Exchange& exchange, std::shared_ptr<Link> link) {
  const MultiLink::Part part{target_.name(), std::move(link), {}};
  share_ = make_share(exchange, target_, part, false);
}

Task<void> Transient::end() {
  const auto share = std::exchange(share_, nullptr);
  if (!share) co_return;
  co_await share->part->settle();
  if (share->link) co_await close(share);
}

}  // namespace jg::mcp
