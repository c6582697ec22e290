// mcp/multi/multi_link.h - a session's dealings with several servers: a part at each that began.
//
// It goes with its backend when that one's targets change, so the target of a part is always there.
// Owner:  the session. Thread: any; parts are set before the session is known.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mcp/multi/catalog.h"
#include "mcp/session.h"
#include "mcp/target.h"

namespace jg::mcp {

class MultiLink final : public Link, public std::enable_shared_from_this<MultiLink> {
 public:
  struct Part {
    const Target* target = nullptr;
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

  void end() override;
  bool is_over() const override;

 private:
  const std::vector<Part> parts_;
  const Kind kind_;
  Catalog catalog_;
};

}  // namespace jg::mcp
