// fuzz/h2.cc - a peer that says anything in HTTP/2: a client to a whole server, an upstream to a
// session that has asked it something.
//
// The first byte says which; "\xff\xfe" cuts what follows into pieces that arrive one by one. The
// client's preface is sent for it. When nothing moves any more, it hangs up.
// Holds: what is sent is whole frames; every request that is let through can be written as HTTP/1.1
// and reads there as the same one; no body is longer than promised; every task ends; every stream is
// told its end once.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/h1/head.h"
#include "http/h1/write.h"
#include "http/h2/server.h"
#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace {

using namespace jg;
using namespace jg::http;

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::string_view kPiece = "\xff\xfe";

void require(bool holds) {
  if (!holds) std::abort();
}

template <class Take>
void each_piece(std::string_view text, const Take& take) {
  while (!text.empty()) {
    const std::size_t cut = std::min(text.find(kPiece), text.size());
    if (cut > 0) take(text.substr(0, cut));
    text.remove_prefix(std::min(cut + kPiece.size(), text.size()));
  }
}

void check_frames(std::string_view sent) {
  constexpr std::size_t kHead = 9;
  while (!sent.empty()) {
    require(sent.size() >= kHead);
    std::size_t size = 0;
    for (const char c : sent.substr(0, 3)) size = size << 8 | static_cast<unsigned char>(c);
    require(sent.size() >= kHead + size);
    sent.remove_prefix(kHead + size);
  }
}

// What an HTTP/1.1 upstream would read.
void check_written(const RequestHead& head, bool upgrades) {
  h1::Control control;
  control.upgrades = upgrades;
  std::string text;
  require(h1::write_request_head(text, head, control).has_value());
  RequestHead read;
  h1::Control read_control;
  h1::Progress progress;
  const auto size = h1::parse_request_head(
      text.data(), text.size(), {.bytes = 1 << 20, .fields = 200}, progress, read, read_control);
  require(size.has_value() && *size == text.size());
  require(read.method == head.method && read.target == head.target);
  require(read.authority == head.authority && read_control.upgrades == upgrades);
  require(read_control.body.kind == BodyKind::none || read_control.body.length == 0);
  for (const Field& field : head.fields)
    require(field.name == "content-length" ||
            read.fields.count(field.name) == head.fields.count(field.name));
}

// Looks at what it is asked and gives all of it back.
class Checking final : public Handler {
 public:
  Task<void> handle(Incoming incoming) override {
    check_written(incoming.head, incoming.upgrades);
    std::uint64_t got = 0;
    Fields trailers;
    if (incoming.body != nullptr) {
      const BodyFraming framing = incoming.body->framing();
      while (true) {
        auto piece = co_await incoming.body->next();
        if (!piece) co_return;  // no answer
        got += piece->data.size();
        require(framing.kind != BodyKind::length || got <= framing.length);
        if (piece->end) break;
      }
      if (incoming.body->trailers() != nullptr) trailers = *incoming.body->trailers();
    }
    co_await answer(std::string(got % 100'000, 'x'), trailers, incoming.responder);
  }
  Task<void> reject(Error, Responder& responder) override { co_await answer("no", {}, responder); }
  void cancel() override {}

 private:
  static Task<void> answer(std::string text, Fields trailers, Responder& responder) {
    ResponseHead head;
    auto sent = responder.start(head, {BodyKind::chunked, 0});
    if (sent) sent = responder.write(text);
    if (sent) sent = responder.finish(&trailers);
    if (sent) sent = co_await responder.flush();
    if (!sent) responder.abort();
  }
};

class CheckingHandlers final : public HandlerFactory {
 public:
  std::unique_ptr<Handler> make() override { return std::make_unique<Checking>(); }
  void on_fault(const Error&) override {}
  void on_limit(telemetry::Limit) override {}
};

void fuzz_server(std::string_view client_says) {
  net::Loop loop;
  net::Wire wire(loop);
  const ServerLimits limits;
  CheckingHandlers handlers;
  wire.arrive(std::string(kPreface));
  each_piece(client_says, [&](std::string_view piece) { wire.arrive(std::string(piece)); });
  h2::Server server(std::make_unique<net::StreamFake>(wire), {}, loop, limits, handlers, "http");
  bool over = false;
  bool hung_up = false;
  loop.spawn(net::tell_end(server.run(), over));
  while (!over) {
    if (loop.context().poll_one() > 0) continue;
    require(!hung_up);  // a task that nobody will wake
    wire.end();
    hung_up = true;
  }
  check_frames(wire.written);
}

// Whoever asked; reads all.
class Asking final : public h2::StreamUser {
 public:
  explicit Asking(h2::Session& session) : session_(session) {}
  h2::Stream* stream = nullptr;
  int ends = 0;

  void on_head() override {
    require(ends == 0);
    require(stream->response().status >= 100 && stream->response().status <= 599);
  }
  void on_data(std::string_view data) override {
    require(ends == 0 && !ended_);
    got_ += data.size();
    const BodyFraming framing = stream->body();
    require(framing.kind != BodyKind::length || got_ <= framing.length);
    session_.consume(*stream, data.size());
  }
  void on_end() override { require(ends == 0 && !std::exchange(ended_, true)); }
  void on_closed(h2::ErrorCode) override { ++ends; }
  h2::Outgoing pull(std::size_t most) override {
    return {std::string_view("all of it").substr(0, most), most >= 9, nullptr};
  }

 private:
  h2::Session& session_;
  std::uint64_t got_ = 0;
  bool ended_ = false;
};

class Nobody final : public h2::SessionUser {
 public:
  h2::StreamUser* on_request(h2::Stream&) override { std::abort(); }
  void on_goaway(h2::ErrorCode, std::int32_t) override {}
  void on_settings() override {}
};

void fuzz_client(std::string_view upstream_says) {
  const h2::Session::TimePoint now{};
  Nobody nobody;
  h2::Session session(h2::Role::client, {}, nobody, now);
  Asking get(session);
  Asking post(session);
  RequestHead head;
  head.method = "GET";
  head.scheme = "http";
  head.authority = "upstream";
  head.target = "/";
  get.stream = *session.request(head, {}, h2::End::now, get);
  head.method = "POST";
  post.stream = *session.request(head, {BodyKind::chunked, 0}, h2::End::follows, post);
  std::string sent;
  const auto send = [&] {
    for (std::string out; session.output(out), !out.empty();) sent += out;
  };
  send();
  bool good = true;
  each_piece(upstream_says, [&](std::string_view piece) {
    good = good && session.receive(piece, now).has_value();
    send();
  });
  session.abandon(h2::ErrorCode::cancel);
  send();
  require(get.ends == 1 && post.ends == 1);
  require(sent.starts_with(kPreface));
  check_frames(std::string_view(sent).substr(kPreface.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 16384) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 0)
    fuzz_server(text);
  else
    fuzz_client(text);
  return 0;
}
