// http/h2/session_fake.h - users of a session that write down what they are told, for tests.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/h2/session.h"

namespace jg::http::h2 {

class StreamUserFake final : public StreamUser {
 public:
  void on_head() override { ++heads; }
  void on_data(std::string_view piece) override { data.append(piece); }
  void on_end() override { ended = true; }
  void on_closed(ErrorCode code) override { closed = code; }
  Outgoing pull(std::size_t most) override {
    ++pulls;
    given = to_send.substr(0, most);
    to_send.erase(0, given.size());
    const bool last = all && to_send.empty();
    return {given, last, last && !trailers.empty() ? &trailers : nullptr};
  }

  Stream* stream = nullptr;
  int heads = 0;
  int pulls = 0;
  std::string data;
  bool ended = false;
  std::optional<ErrorCode> closed;
  std::string to_send;
  std::string given;
  bool all = true;  // nothing will come behind `to_send`
  Fields trailers;
};

class SessionUserFake final : public SessionUser {
 public:
  StreamUser* on_request(Stream& stream) override {
    requests.push_back(std::make_unique<StreamUserFake>());
    requests.back()->stream = &stream;
    return requests.back().get();
  }
  void on_goaway(ErrorCode code, std::int32_t last_stream) override {
    goaway = code;
    goaway_last = last_stream;
  }
  void on_settings() override { ++settings; }

  std::vector<std::unique_ptr<StreamUserFake>> requests;
  std::optional<ErrorCode> goaway;
  std::int32_t goaway_last = -1;
  int settings = 0;
};

inline std::string take_output(Session& session) {
  std::string all;
  for (std::string out; session.output(out), !out.empty();) all += out;
  return all;
}

}  // namespace jg::http::h2
