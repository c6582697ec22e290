// llm/providers/echo_responses.h - an echo turn as a response object, whole or as a stream of its
// events.
//
// Spec:   OpenAI's response object and the events of a streamed response.
#pragma once

#include <cstdint>
#include <string>

#include "json/writer.h"
#include "llm/providers/echo_turn.h"
#include "llm/providers/event_body.h"

namespace jg::llm {

std::string responses_body(const EchoTurn& turn);

class ResponsesEvents final : public EventSource {
 public:
  explicit ResponsesEvents(EchoTurn turn) : turn_(std::move(turn)) {}
  bool next(std::string& out) override;

 private:
  // In the order of the stream.
  enum class Step : std::uint8_t {
    created,
    in_progress,
    item_added,
    part_added,
    words,
    text_done,
    part_done,
    item_done,
    completed,
    end,
  };

  std::string_view type() const;
  void write_members(json::Writer& json);

  EchoTurn turn_;
  Step step_ = Step::created;
  std::size_t said_ = 0;      // bytes of the answer
  std::uint64_t number_ = 0;  // of the event
};

}  // namespace jg::llm
