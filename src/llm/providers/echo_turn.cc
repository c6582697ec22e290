#include "llm/providers/echo_turn.h"

#include <algorithm>
#include <optional>

namespace jg::llm {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::unexpected<Error> refuse(const char* why) {
  return fail(Blame::client, "llm.invalid_request", why);
}

// A content is a text, or a list of parts of which some are text.
std::string text_of(std::optional<json::Value> content) {
  if (!content) return {};
  if (const auto text = content->as_string()) return std::string(*text);
  std::string out;
  content->for_each_element([&out](json::Value part) {
    const auto text = part.find("text");
    const auto words = text ? text->as_string() : std::nullopt;
    if (!words) return;
    if (!out.empty()) out += ' ';
    out += *words;
  });
  return out;
}

bool is_from_user(json::Value message) {
  const auto role = message.find("role");
  return role && role->as_string() == "user";
}

EchoTurn answer_to(const std::string& said, std::uint64_t words_read) {
  EchoTurn turn;
  turn.answer = said.empty() ? "You said nothing." : "You said: " + said;
  turn.input_tokens = std::max<std::uint64_t>(words_read, 1);
  turn.output_tokens = count_words(turn.answer);
  return turn;
}

EchoTurn answer_to_messages(json::Value messages, std::uint64_t words_before) {
  std::uint64_t words = words_before;
  std::string said;
  messages.for_each_element([&](json::Value message) {
    std::string text = text_of(message.find("content"));
    words += count_words(text);
    if (is_from_user(message)) said = std::move(text);
  });
  return answer_to(said, words);
}

}  // namespace

Result<EchoTurn> make_chat_turn(json::Value request) {
  const auto messages = request.find("messages");
  if (!messages || messages->kind() != json::Kind::array || messages->size() == 0)
    return refuse("messages is no list, or empty");
  EchoTurn turn = answer_to_messages(*messages, 0);
  const auto options = request.find("stream_options");
  const auto include = options ? options->find("include_usage") : std::nullopt;
  turn.includes_usage = include && include->as_bool().value_or(false);
  return turn;
}

Result<EchoTurn> make_responses_turn(json::Value request) {
  const auto input = request.find("input");
  const std::uint64_t instructed = count_words(text_of(request.find("instructions")));
  if (const auto text = input ? input->as_string() : std::nullopt)
    return answer_to(std::string(*text), instructed + count_words(*text));
  if (!input || input->kind() != json::Kind::array)
    return refuse("input is neither text nor a list");
  return answer_to_messages(*input, instructed);
}

std::uint64_t hash_text(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

std::uint64_t count_words(std::string_view text) {
  std::uint64_t words = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view piece = next_word(text, at);
    at += piece.size();
    if (piece.find_first_not_of(kSpace) != std::string_view::npos) ++words;
  }
  return words;
}

std::string_view next_word(std::string_view text, std::size_t at) {
  const std::size_t begin = text.find_first_not_of(kSpace, at);
  const std::size_t end =
      begin == std::string_view::npos ? begin : text.find_first_of(kSpace, begin);
  return text.substr(std::min(at, text.size()), end == std::string_view::npos ? end : end - at);
}

}  // namespace jg::llm
