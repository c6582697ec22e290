#include "app/explain/explanation.h"

#include "exchange/refusal.h"
#include "proxy/driver.h"

namespace jg::app::explain {
namespace {

class StandingClock final : public Clock {
 public:
  explicit StandingClock(SystemTime now) : now_(now) {}
  SystemTime now() const override { return now_; }
  SteadyTime steady() const override { return {}; }

 private:
  SystemTime now_;
};

class OneSnapshot final : public proxy::SnapshotSource {
 public:
  explicit OneSnapshot(std::shared_ptr<const proxy::Snapshot> snapshot)
      : snapshot_(std::move(snapshot)) {}
  std::shared_ptr<const proxy::Snapshot> current() const override { return snapshot_; }

 private:
  std::shared_ptr<const proxy::Snapshot> snapshot_;
};

// Nobody hears the answer.
class NoClient final : public http::Responder {
 public:
  Result<void> start(const http::ResponseHead&, http::BodyFraming) override { return {}; }
  Result<void> write(std::string_view) override { return {}; }
  Result<void> finish(const http::Fields*) override { return {}; }
  std::size_t pending() const override { return 0; }
  Task<Result<void>> flush() override { co_return Result<void>{}; }
  Task<Result<std::unique_ptr<http::Tunnel>>> upgrade(const http::ResponseHead&) override {
    co_return fail(Blame::gateway, "internal", "an explained exchange upgrades nothing");
  }
  void abort() override {}
  bool has_started() const override { return false; }
  void close_after() override {}
  void end_connection() override {}
  bool client_is_gone() override { return false; }
};

// Takes the outcome off the record that the logs and metrics of others are made of.
class Outcome final : public proxy::RecordSink {
 public:
  explicit Outcome(Explanation& out) : out_(out) {}
  void add(exchange::Exchange& exchange) override {
    const telemetry::Record& record = exchange.record;
    out_.status = record.status;
    if (record.code == nullptr) return;
    const exchange::Refusal& refusal = exchange::find_refusal(record.code);
    out_.code = record.code;
    out_.says = refusal.says;
    out_.why = record.error;
    out_.cure = refusal.cure;
  }
  void add(telemetry::Limit) override {}

 private:
  Explanation& out_;
};

Result<const proxy::Port*> find_port(const proxy::Snapshot& snapshot, const Request& request) {
  std::string known;
  for (const auto& port : snapshot.ports) {
    const unsigned number = port->address.port;
    if (request.port ? number == *request.port : snapshot.ports.size() == 1) return port.get();
    known += ' ' + std::to_string(number);
  }
  if (known.empty())
    return fail(Blame::config, "explain.port", "the configuration opens no port for requests");
  return fail(Blame::config, "explain.port",
              std::string(request.port ? "there is no such port; the ports are"
                                       : "say by which port it comes:") +
                  known);
}

// Of a handshake that gave the listener what it asks for.
std::shared_ptr<const net::TlsFacts> handshake_for(const proxy::Port& port, std::string_view host) {
  if (!port.is_tls()) return nullptr;
  net::TlsFacts facts;
  facts.server_name = host;
  if (const auto context = port.choose(facts.server_name))
    facts.client_trust = context->client_trust();
  return std::make_shared<const net::TlsFacts>(std::move(facts));
}

Task<void> run(proxy::Driver& driver, http::RequestHead& head, std::string text, net::Loop& loop) {
  NoClient nobody;
  const bool has_body = !text.empty();
  http::TextBody body(std::move(text));
  const http::Incoming incoming{head, has_body ? &body : nullptr, false, nobody};
  co_await driver.handle(incoming);
  loop.stop();
}

}  // namespace

Result<Explanation> explain(const std::shared_ptr<const proxy::Snapshot>& snapshot,
                            const Request& request) {
  if (auto good = check(request); !good) return std::unexpected(std::move(good.error()));
  const auto port = find_port(*snapshot, request);
  if (!port) return std::unexpected(port.error());

  Explanation out;
  exchange::Trace trace(request.token);
  const StandingClock clock(request.now);
  FastRandom random(1);
  net::Loop loop;
  exchange::Worker worker{.clock = clock, .random = random, .loop = loop, .trace = &trace};
  const OneSnapshot source(snapshot);
  const std::string_view host = host_of(request);
  const http::Addresses addresses{.peer = request.source,
                                  .peer_port = 0,
                                  .local = "127.0.0.1",
                                  .local_port = (*port)->address.port,
                                  .tls = handshake_for(**port, host)};
  Outcome outcome(out);
  proxy::Driver driver(loop, worker, source, (*port)->key, addresses, outcome);
  auto head = head_of(request, (*port)->is_tls() ? "https" : "http");
  loop.spawn(run(driver, head, request.body, loop));
  loop.run();
  out.findings = trace.findings();
  if (trace.has_token())
    out.findings.push_back({.step = "token",
                            .outcome = exchange::Finding::Outcome::skipped,
                            .says = "no jwtAuth on its way looked for it"});
  return out;
}

}  // namespace jg::app::explain
