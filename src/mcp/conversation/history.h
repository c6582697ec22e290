// mcp/conversation/history.h - the latest events of a session's streams, for a client whose connection
// broke and who comes back.
//
// Owner:  its conversation. Thread: one loop.
// Limits: kMost events, kMostBytes of them together; the oldest go, and with them what a client
//         could come back to.
// Spec:   MCP 2025-11-25 "Resumability and Redelivery": ids are unique in a session, and say which
//         stream goes on.
// Trust:  what a client says was the last it heard is compared to what was sent.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jg::mcp {

class History {
 public:
  static constexpr std::size_t kMost = 64;
  static constexpr std::size_t kMostBytes = 512 * 1024;

  // A new stream's number.
  std::uint64_t open();
  // What add() will call the next event of the stream.
  std::string next_id(std::uint64_t stream) const;
  void add(std::uint64_t stream, std::string_view text);
  void end(std::uint64_t stream);

  struct Event {
    std::string id;
    std::string text;
  };
  struct Rest {
    std::uint64_t stream = 0;
    bool is_over = false;  // the stream
    std::vector<Event> events;
  };
  // What came on its stream behind an event; nothing when that never was, or some of it is lost.
  std::optional<Rest> find_rest(std::string_view last_id) const;

 private:
  struct Stream {
    std::uint64_t events = 0;  // that went there
    std::size_t kept = 0;
    bool is_over = false;
  };
  struct Kept {
    std::uint64_t stream;
    std::uint64_t number;
    std::string text;
  };
  void forget_oldest();

  std::uint64_t last_stream_ = 0;
  std::map<std::uint64_t, Stream> streams_;  // open ones, and those of which something is kept
  std::deque<Kept> kept_;
  std::size_t bytes_ = 0;
};

}  // namespace jg::mcp
