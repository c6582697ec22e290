// fuzz/proxy.cc - a client and an upstream that say anything, with the whole path between them.
//
// The input is cut at "\xff\xff": the client's bytes, then what the upstream says to each call in
// turn. "\xff\xfe" cuts each into pieces that arrive one by one; "\xff\xfd" at its end closes the
// upstream's connection. When nothing moves any more, everybody hangs up.
// Holds: both sides are written whole messages of HTTP/1.1, or a broken one last; no more requests
// go on than were let through, and no more answers come back than were asked for; every task ends.
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/h1/chunked.h"
#include "http/h1/head.h"
#include "http/serve.h"
#include "net/loop_fake.h"
#include "net/stream_fake.h"
#include "proxy/driver.h"
#include "upstream/pool.h"

namespace {

using namespace jg;
using http::h1::ChunkedDecoder;

constexpr std::string_view kCut = "\xff\xff";
constexpr std::string_view kPiece = "\xff\xfe";
constexpr std::string_view kCloses = "\xff\xfd";

void require(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string_view> split(std::string_view text, std::string_view at) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + at.size());
  }
  parts.push_back(text);
  return parts;
}

void arrive(net::Wire& wire, std::string_view text) {
  for (const std::string_view piece : split(text, kPiece))
    if (!piece.empty()) wire.arrive(std::string(piece));
}

// Calls over a pool whose connections are scripts.
class Scripted final : public exchange::Backend {
 public:
  Scripted(net::Loop& loop, std::vector<std::string_view> says)
      : loop_(loop), says_(std::move(says)), pool_(limits_, loop) {}

  Task<Result<void>> call(exchange::Exchange& exchange) const override {
    return const_cast<Scripted*>(this)->call_next(exchange);
  }
  std::size_t calls() const { return calls_; }
  const std::deque<net::Wire>& wires() const { return wires_; }
  void hang_up() {
    for (net::Wire& wire : wires_) wire.end();
    hung_up_ = true;
  }

 private:
  Task<Result<void>> call_next(exchange::Exchange& exchange) {
    upstream::Connection* connection = pool_.take_idle();
    if (connection == nullptr) {
      wires_.emplace_back(loop_);
      connection = pool_.add(std::make_unique<net::StreamFake>(wires_.back()), "upstream:80");
      of_[connection] = &wires_.back();
    }
    std::string_view says = calls_ < says_.size() ? says_[calls_] : kCloses;
    ++calls_;
    const bool closes = says.ends_with(kCloses);
    if (closes) says.remove_suffix(kCloses.size());
    arrive(*of_[connection], says);
    if (closes || hung_up_) of_[connection]->end();
    exchange.request.authority = "upstream";
    upstream::Call call{.head = exchange.request,
                        .body = exchange.request_body,
                        .upgrade = exchange.wants_upgrade,
                        .cancel = &exchange.cancel};
    upstream::Answer answer{exchange.response.head};
    auto done = co_await connection->exchange(call, answer);
    if (!done) {
      pool_.drop(connection);
      co_return std::unexpected(std::move(done.error().error));
    }
    exchange.response.body = std::move(answer.body);
    exchange.response.tunnel = std::move(answer.tunnel);
    co_return Result<void>{};
  }

  net::Loop& loop_;
  std::vector<std::string_view> says_;
  upstream::ClientLimits limits_;
  std::deque<net::Wire> wires_;
  upstream::Pool pool_;
  std::map<upstream::Connection*, net::Wire*> of_;
  std::size_t calls_ = 0;
  bool hung_up_ = false;
};

// One port with one listener and one route, to `backend`.
struct Fixed final : proxy::SnapshotSource {
  explicit Fixed(std::shared_ptr<const exchange::Backend> backend) {
    auto route = std::make_unique<proxy::Route>();
    route->matches.push_back({});
    route->backend = std::move(backend);
    auto port = std::make_unique<proxy::Port>();
    port->key = "port";
    port->listeners.emplace_back();
    port->listeners.back().router.add(std::move(route));
    port->listeners.back().router.build();
    auto made = std::make_shared<proxy::Snapshot>();
    made->ports.push_back(std::move(port));
    snapshot = std::move(made);
  }
  std::shared_ptr<const proxy::Snapshot> current() const override { return snapshot; }
  std::shared_ptr<const proxy::Snapshot> snapshot;
};

struct Count final : proxy::RecordSink {
  void add(exchange::Exchange& exchange) override { methods.emplace_back(exchange.record.method); }
  void add(telemetry::Limit) override {}
  std::vector<std::string> methods;  // of the exchanges that are over; empty: turned away
};

// Takes a body off `text`; false when it is not whole.
bool take_body(std::string_view& text, const http::BodyFraming& framing) {
  if (framing.kind == http::BodyKind::until_close) return false;
  if (framing.kind != http::BodyKind::chunked) {
    if (text.size() < framing.length) return false;
    text.remove_prefix(framing.length);
    return true;
  }
  ChunkedDecoder decoder;
  while (!text.empty()) {
    const auto step = decoder.decode(text);
    require(step.has_value());
    text.remove_prefix(step->consumed);
    if (step->done) return true;
    if (step->consumed == 0) return false;
  }
  return false;
}

// What went to an upstream: whole requests, and perhaps a broken one. How many began.
std::size_t count_requests(std::string text) {
  std::size_t count = 0;
  std::string_view left = text;
  while (!left.empty()) {
    std::string copy(left);
    http::RequestHead head;
    http::h1::Control control;
    http::h1::Progress progress;
    const auto read = http::h1::parse_request_head(copy.data(), copy.size(), {.bytes = 1 << 20},
                                                   progress, head, control);
    require(read.has_value() && *read > 0);
    left.remove_prefix(*read);
    ++count;
    if (control.upgrades || !take_body(left, control.body)) break;
  }
  return count;
}

// What went to the client: whole answers to `methods` in turn, and perhaps a broken one.
void check_answers(const std::string& text, const std::vector<std::string>& methods) {
  std::size_t count = 0;
  std::string_view left = text;
  while (!left.empty()) {
    std::string copy(left);
    http::ResponseHead head;
    http::h1::Control control;
    http::h1::Progress progress;
    require(count < methods.size());
    const auto read = http::h1::parse_response_head(copy.data(), copy.size(), {.bytes = 1 << 20},
                                                    progress, methods[count], head, control);
    require(read.has_value() && *read > 0);
    left.remove_prefix(*read);
    if (head.status == 100) continue;
    ++count;
    if (control.upgrades || !take_body(left, control.body)) return;
  }
}

class Drivers final : public http::HandlerFactory {
 public:
  Drivers(net::Loop& loop, exchange::Worker& worker, const proxy::SnapshotSource& snapshots,
          Count& sink)
      : loop_(loop), worker_(worker), snapshots_(snapshots), sink_(sink) {}

  std::unique_ptr<http::Handler> make() override {
    return std::make_unique<proxy::Driver>(loop_, worker_, snapshots_, "port", addresses_, sink_);
  }
  void on_fault(const Error&) override {}
  void on_limit(telemetry::Limit) override {}

 private:
  net::Loop& loop_;
  exchange::Worker& worker_;
  const proxy::SnapshotSource& snapshots_;
  Count& sink_;
  const http::Addresses addresses_{"192.0.2.1", 1, "192.0.2.2", 2};
};

void run(std::string_view client_says, std::vector<std::string_view> upstream_says) {
  net::Loop loop;
  const RealClock clock;
  FastRandom random(1);
  exchange::Worker worker{0, clock, random, loop};
  const auto backend = std::make_shared<Scripted>(loop, std::move(upstream_says));
  const Fixed snapshots(backend);
  Count sink;
  Drivers drivers(loop, worker, snapshots, sink);
  const http::ServerLimits limits;
  net::Wire client(loop);
  arrive(client, client_says);
  bool over = false;
  {
    http::ServedConnection connection{std::make_unique<net::StreamFake>(client), "http",
                                      http::Protocol::http1};
    const auto serving = http::serve(std::move(connection), loop, limits, drivers);
    loop.spawn(net::tell_end(serving->run(), over));
    bool hung_up = false;
    while (!over) {
      if (loop.context().poll_one() > 0) continue;
      require(!hung_up);  // a task that nobody will wake
      client.end();
      backend->hang_up();
      hung_up = true;
    }
  }
  std::size_t went_on = 0;
  for (const net::Wire& wire : backend->wires()) went_on += count_requests(wire.written);
  require(went_on <= backend->calls());
  check_answers(client.written, sink.methods);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 16384) return 0;
  auto parts = split({reinterpret_cast<const char*>(data), size}, kCut);
  const std::string_view client_says = parts.front();
  parts.erase(parts.begin());
  run(client_says, std::move(parts));
  return 0;
}
