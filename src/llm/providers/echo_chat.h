// llm/providers/echo_chat.h - an echo turn as a chat completion, whole or as a stream of chunks.
//
// Spec:   OpenAI's chat completion and chat completion chunk objects.
#pragma once

#include <cstdint>
#include <string>

#include "llm/providers/echo_turn.h"
#include "llm/providers/event_body.h"

namespace jg::llm {

std::string chat_body(const EchoTurn& turn);

class ChatEvents final : public EventSource {
 public:
  explicit ChatEvents(EchoTurn turn) : turn_(std::move(turn)) {}
  bool next(std::string& out) override;

 private:
  enum class Step : std::uint8_t { role, words, finish, usage, done, end };

  EchoTurn turn_;
  Step step_ = Step::role;
  std::size_t said_ = 0;  // bytes of the answer
};

}  // namespace jg::llm
