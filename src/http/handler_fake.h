// http/handler_fake.h - handlers that answer what they were asked, for tests of servers.
//
// Owner: the test; its handlers write into it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.h"
#include "net/stream_fake.h"

namespace jg::http {

class EchoFake final : public HandlerFactory {
 public:
  bool reads_bodies = true;
  bool fails = false;     // gives no answer
  bool upgrades = false;  // the last request wanted to
  int made = 0;
  int cancelled = 0;
  std::vector<std::string> seen;
  std::vector<std::string> rejected;
  std::vector<std::string> faults;
  std::vector<telemetry::Limit> limits;
  net::Wire* ends_when_rejected = nullptr;
  net::Loop* pauses_on = nullptr;

  std::unique_ptr<Handler> make() override {
    ++made;
    return std::make_unique<Echo>(*this);
  }
  void on_fault(const Error& error) override { faults.emplace_back(error.code); }
  void on_limit(telemetry::Limit limit) override { limits.push_back(limit); }

 private:
  // Answers every request with its method and path, and the body when it is to read it.
  class Echo final : public Handler {
   public:
    explicit Echo(EchoFake& shared) : shared_(shared) {}

    Task<void> handle(Incoming incoming) override {
      if (shared_.pauses_on != nullptr)
        co_await net::sleep_for(*shared_.pauses_on, std::chrono::milliseconds(2));
      shared_.seen.push_back(std::string(incoming.head.method) + " " +
                             std::string(incoming.head.path));
      shared_.upgrades = incoming.upgrades;
      std::string text = shared_.seen.back();
      if (shared_.reads_bodies && incoming.body != nullptr) {
        auto body = co_await read_all(*incoming.body, 1 << 20, Blame::client);
        text += body ? " " + *body : " error " + std::string(body.error().code);
      }
      if (!shared_.fails) co_await answer(200, text, incoming.responder);
    }
    Task<void> reject(Error error, Responder& responder) override {
      shared_.rejected.emplace_back(error.code);
      responder.close_after();
      co_await answer(400, error.code, responder);
      if (shared_.ends_when_rejected != nullptr) shared_.ends_when_rejected->end();
    }
    void cancel() override { ++shared_.cancelled; }

   private:
    static Task<void> answer(int status, std::string_view text, Responder& responder) {
      ResponseHead head;
      head.status = status;
      auto sent = responder.start(head, {BodyKind::length, text.size()});
      if (sent) sent = responder.write(text);
      if (sent) sent = responder.finish(nullptr);
      if (sent) sent = co_await responder.flush();
      if (!sent) responder.abort();
    }

    EchoFake& shared_;
  };
};

}  // namespace jg::http
