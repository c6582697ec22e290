// fuzz/h2_upstream.cc - upstreams that say anything in HTTP/2, to calls that share connections.
//
// The input is cut at "\xff\xff": what the upstream says behind its settings on each connection in
// turn. "\xff\xfe" cuts that into pieces; the next one arrives when nothing moves any more. When
// none is left, everybody hangs up.
// Holds: what is sent is whole frames; every call ends, with a whole answer or with a code that
// blames the upstream or is the client's own; no task and no connection is left.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "http/body_fake.h"
#include "upstream/h2_pool_fake.h"

namespace {

using namespace jg;
using namespace jg::upstream;

constexpr std::string_view kCut = "\xff\xff";
constexpr std::string_view kPiece = "\xff\xfe";
constexpr int kTries = 3;

void require(bool holds) {
  if (!holds) std::abort();
}

std::deque<std::string> split(std::string_view text, std::string_view at) {
  std::deque<std::string> parts;
  for (std::size_t end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end + at.size());
  }
  parts.emplace_back(text);
  return parts;
}

void check_frames(const std::string& sent) {
  constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  constexpr std::size_t kHead = 9;
  require(sent.starts_with(kPreface));
  std::size_t size = kPreface.size();
  for (const auto& frame : http::h2::read_frames(std::string_view(sent).substr(size)))
    size += kHead + frame.payload.size();
  require(size == sent.size());
}

void check_error(const Error& error) {
  const std::string_view code = error.code;
  require(code.starts_with("upstream.") || code == "http.client_gone");
}

// One request, asked as the client does.
struct Asking {
  Asking(H2PoolFake& with_fake, std::string_view method) : fake(with_fake) {
    head.method = method;
    head.target = "/";
    head.authority = "upstream";
  }

  Task<void> run() {
    Answer answer{answered};
    BodyStart start;
    const Call call{.head = head, .body = body, .text = text, .cancel = &cancel};
    for (int tries = 1; tries <= kTries; ++tries) {
      auto connection = co_await fake.pool.take(&cancel);
      if (!connection) co_return check_error(connection.error());
      auto done = co_await (*connection)->new_call().exchange(call, start, answer);
      if (done) {
        co_await read(*answer.body);
        co_await answer.body->settle();
        co_return;
      }
      check_error(done.error().error);
      if (done.error().again == Again::never) co_return;
    }
  }

  H2PoolFake& fake;
  http::RequestHead head;
  http::ResponseHead answered;
  http::BodySource* body = nullptr;
  std::optional<std::string_view> text;
  net::CancelSlot cancel;
  bool over = false;

 private:
  Task<void> read(http::BodySource& source) const {
    const http::BodyFraming framing = source.framing();
    require(answered.status >= 200 && answered.status <= 599);
    std::uint64_t got = 0;
    while (true) {
      auto piece = co_await source.next();
      if (!piece) co_return check_error(piece.error());
      if (piece->end) break;
      got += piece->data.size();
    }
    require(framing.kind != http::BodyKind::length || got == framing.length);
    require(framing.kind != http::BodyKind::none || got == 0);
  }
};

// What happens while nothing else moves: each upstream says a piece, and the clients do a step.
class Script {
 public:
  Script(H2PoolFake& fake, std::string_view input) : fake_(fake) {
    for (const std::string& says : split(input, kCut)) says_.push_back(split(says, kPiece));
  }

  // False when there was nothing left to happen.
  bool step(http::BodyFake& body, net::CancelSlot& leaving) {
    if (hung_up_) return false;
    switch (++steps_) {
      case 1: body.arrive("more"); break;
      case 2: body.end(); break;
      case 3: leaving.cancel(); break;
      default: break;
    }
    bool any = steps_ <= 3;
    for (std::size_t i = 0; i < fake_.opener.wires.size(); ++i) any = arrive(i) || any;
    if (!any) hang_up();
    return true;
  }

 private:
  bool arrive(std::size_t index) {
    if (index >= says_.size() || says_[index].empty()) return false;
    if (!says_[index].front().empty()) fake_.wire(index).arrive(says_[index].front());
    says_[index].pop_front();
    return true;
  }
  void hang_up() {
    hung_up_ = true;
    fake_.opener.failure = Error{Blame::upstream, "upstream.connect", "nobody is there"};
    for (net::Wire& wire : fake_.opener.wires) wire.end();
  }

  H2PoolFake& fake_;
  std::vector<std::deque<std::string>> says_;
  int steps_ = 0;
  bool hung_up_ = false;
};

void run(std::string_view input) {
  H2PoolFake fake;
  fake.limits.streams = 3;
  http::BodyFake body(fake.loop, {http::BodyKind::chunked, 0});
  body.arrive("first");
  body.sent_trailers.add("x-sum", "1");
  Asking get(fake, "GET"), head(fake, "HEAD"), text(fake, "POST"), upload(fake, "POST"),
      leaves(fake, "GET");
  text.text = "all of it";
  upload.body = &body;
  const std::vector<Asking*> all{&get, &head, &text, &upload, &leaves};
  for (Asking* const asking : all) fake.loop.spawn(net::tell_end(asking->run(), asking->over));
  Script script(fake, input);
  const auto is_over = [&] {
    return fake.pool.is_unused() &&
           std::ranges::all_of(all, [](const Asking* asking) { return asking->over; });
  };
  fake.settle();
  while (!is_over()) {
    require(script.step(body, leaves.cancel));  // else a task that nobody will wake
    fake.settle();
  }
  for (const net::Wire& wire : fake.opener.wires) check_frames(wire.written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 16384) return 0;
  run({reinterpret_cast<const char*>(data), size});
  return 0;
}
