// mcp/multi/junction.h - where what several servers say at the same time comes together.
//
// Owner:  its speakers, which are tasks of the loop, and who listens. What speakers look into may go
//         only when it is settled: when no speaker is left.
// Thread: one loop.
// Limits: one text of each speaker at a time: it waits until that was taken.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mcp/part.h"
#include "net/cancel.h"
#include "net/event.h"

namespace jg::mcp {

class Junction final : public net::Abortable, public std::enable_shared_from_this<Junction> {
 public:
  explicit Junction(net::Loop& loop) : loop_(loop), news_(loop) {}

  // A speaker begins, which works on `part`.
  void start(std::shared_ptr<Part> part, Task<void> speaker);
  // Of a speaker; false when nobody listens any more.
  Task<bool> say(std::string text);

  // Until there is something to take, or nobody speaks any more.
  Task<void> wait(net::CancelSlot& cancel);
  bool has_news() const { return !said_.empty(); }
  std::optional<std::string> take();
  bool is_settled() const { return speaking_ == 0; }
  // All are to end, now that nobody listens; settle() waits for that as well.
  void abort() override;
  Task<void> settle();
  // The same, but all may end as they would.
  Task<void> run_out();

 private:
  struct Said {
    std::string text;
    net::Event& taken;  // of the speaker, who waits for it
  };
  static Task<void> run(std::shared_ptr<Junction> self, std::shared_ptr<Part> part,
                        Task<void> speaker);

  net::Loop& loop_;
  net::Event news_;  // for who listens
  std::vector<std::weak_ptr<Part>> parts_;
  std::deque<Said> said_;
  std::size_t speaking_ = 0;
  bool is_aborted_ = false;
};

}  // namespace jg::mcp
