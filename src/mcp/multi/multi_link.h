// mcp/multi/multi_link.h - a session's dealings with several servers: a part at each that began.
//
// A session goes on over reloads that leave its targets as they are, but these are made anew then: a
// part knows its target by name.
// Owner:  the session. Thread: any; parts are set before the session is known.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mcp/multi/catalog.h"
#include "mcp/session.h"

namespace jg::mcp {

class MultiLink final : public Link, public std::enable_shared_from_this<MultiLink> {
 public:
  struct Part {
    std::string target;
    std::shared_ptr<Link> link;  // null when the server keeps no sessions
    std::string version;         // that it agreed to
  };
  enum class Kind : std::uint8_t {
    ends_with_any,  // of its servers
    ends_with_last,
    single,  // no session: all that there is for one request
  };
  MultiLink(std::vector<Part> parts, Kind kind) : parts_(std::move(parts)), kind_(kind) {}

  bool is_single() const { return kind_ == Kind::single; }

  const std::vector<Part>& parts() const { return parts_; }
  const Part* find(std::string_view target) const;  // null: of no server, or of one that failed
  Catalog& catalog() { return catalog_; }
  // Of a request that no client sent: two may be under way.
  std::uint64_t next_number() { return next_number_.fetch_add(1); }

  void end() override;
  bool is_over() const override;

 private:
  const std::vector<Part> parts_;
  const Kind kind_;
  Catalog catalog_;
  std::atomic<std::uint64_t> next_number_{1};
};

}  // namespace jg::mcp
