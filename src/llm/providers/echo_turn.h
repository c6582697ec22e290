// llm/providers/echo_turn.h - what the echo provider makes of a request: its answer, and numbers to
// go with it.
//
// Owner:  a turn owns all it says.
// Errors: llm.invalid_request.
// Trust:  the body was parsed; what is inside is hostile still. Nothing is longer than a few times
//         the request.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "json/value.h"

namespace jg::llm {

struct EchoTurn {
  std::string id;  // the same for the same body, 16 hexadecimal digits
  std::uint64_t created = 0;
  std::string model;
  std::string answer;
  std::uint64_t input_tokens = 0;
  std::uint64_t output_tokens = 0;
  bool includes_usage = false;  // a chat stream ends with a chunk of usage
};

// `id`, `created` and `model` are left to the caller.
Result<EchoTurn> make_chat_turn(json::Value request);
Result<EchoTurn> make_responses_turn(json::Value request);

std::uint64_t hash_text(
    std::string_view text);  // FNV-1a: the same on every machine, guards nothing
std::uint64_t count_words(std::string_view text);

// The word at `at` with the space before it; the pieces of a text add up to it.
std::string_view next_word(std::string_view text, std::size_t at);

}  // namespace jg::llm
