#include "mcp/http_target.h"

#include "mcp/cut_answer.h"
#include "mcp/streamable/server.h"
#include "mcp/version.h"

namespace jg::mcp {
namespace {

// Nothing of ours is kept for it: it ends when its server ends it, or when nobody uses it.
class HttpLink final : public Link {
 public:
  explicit HttpLink(std::string_view id) : id_(id) {}
  void end() override {}
  bool is_over() const override { return false; }
  const std::string& id() const { return id_; }

 private:
  const std::string id_;
};

bool is_success(const exchange::Exchange& exchange) {
  return exchange.response.head.status / 100 == 2;
}

}  // namespace

Task<Result<void>> HttpTarget::forward(exchange::Exchange& exchange, std::string_view path,
                                       const Link* link) const {
  http::RequestHead head = head_for(server_, exchange.request);
  // An answer that is to be read is not compressed.
  if (exchange.facts.mcp_rules != nullptr) head.fields.remove("accept-encoding");
  head.path = path;
  std::string target(path);
  if (!head.query.empty()) target.append("?").append(head.query);
  head.target = target;
  if (link != nullptr) head.fields.add(kSessionId, static_cast<const HttpLink*>(link)->id());
  server_.request_headers.apply(head.fields);
  upstream::Call call{head};
  if (exchange.buffered_body) call.text = *exchange.buffered_body;
  call.cancel = &exchange.cancel;
  upstream::Answer answer{exchange.response.head};
  auto called = co_await clients_.of(exchange.worker.index).call(server_.endpoint, call, answer);
  exchange.record.retries = answer.retries;
  if (!called) co_return called;
  exchange.response.body = std::move(answer.body);
  exchange.record.endpoint = exchange.arena.copy(answer.endpoint);
  co_return called;
}

Task<Result<Target::Opened>> HttpTarget::open(exchange::Exchange& exchange,
                                              Batch initialize) const {
  if (auto done = co_await forward(exchange, server_.path, nullptr); !done)
    co_return std::unexpected(std::move(done.error()));
  http::Fields& fields = exchange.response.head.fields;
  const auto id = fields.find(kSessionId);
  const std::string theirs(id.value_or(std::string_view()));
  fields.remove(kSessionId);
  if (theirs.empty() || !is_success(exchange)) co_return Opened{};
  // The answer is not read: what was asked for is the most that can have been agreed on.
  const Version* const asked = find_version(initialize.messages.front().protocol_version);
  co_return Opened{std::make_shared<HttpLink>(theirs), asked == nullptr || asked->has_batches};
}

Task<Result<void>> HttpTarget::pass(exchange::Exchange& exchange, const Link* link) const {
  auto done = co_await forward(exchange, server_.path, link);
  exchange.response.head.fields.remove(kSessionId);
  co_return done;
}

Task<Result<void>> HttpTarget::send(exchange::Exchange& exchange, Link* link, Batch) const {
  auto done = co_await pass(exchange, link);
  if (done) done = co_await cut_answer(exchange, name());
  co_return done;
}

Task<Result<void>> HttpTarget::listen(exchange::Exchange& exchange, Link* link) const {
  return send(exchange, link, {});
}

Task<Result<bool>> HttpTarget::close(exchange::Exchange& exchange, Link& link) const {
  if (auto done = co_await pass(exchange, &link); !done)
    co_return std::unexpected(std::move(done.error()));
  co_return is_success(exchange) || exchange.response.head.status == 404;
}

Task<Result<void>> HttpTarget::describe(exchange::Exchange& exchange) const {
  return forward(exchange, exchange.request.path, nullptr);
}

Result<std::shared_ptr<Server>> HttpTarget::start(exchange::Exchange& exchange) const {
  auto server = std::make_shared<StreamableServer>(*hub_, settings_, exchange.request);
  if (auto started = hub_->run(server); !started) return std::unexpected(started.error());
  return server;
}

}  // namespace jg::mcp
