#include "llm/providers/echo_responses.h"

namespace jg::llm {
namespace {

enum class State : std::uint8_t { in_progress, completed };

std::string_view name_of(State state) {
  return state == State::completed ? "completed" : "in_progress";
}

std::string message_id(const EchoTurn& turn) { return "msg_" + turn.id; }

void write_part(json::Writer& json, std::string_view text) {
  json.begin_object()
      .member("type", "output_text")
      .member("text", text)
      .key("annotations")
      .begin_array()
      .end_array()
      .key("logprobs")
      .begin_array()
      .end_array()
      .end_object();
}

void write_message(json::Writer& json, const EchoTurn& turn, State state) {
  json.begin_object()
      .member("type", "message")
      .member("id", message_id(turn))
      .member("status", name_of(state))
      .member("role", "assistant")
      .key("content")
      .begin_array();
  if (state == State::completed) write_part(json, turn.answer);
  json.end_array().end_object();
}

void write_usage(json::Writer& json, const EchoTurn& turn) {
  json.begin_object()
      .member("input_tokens", turn.input_tokens)
      .key("input_tokens_details")
      .begin_object()
      .member("cached_tokens", 0)
      .end_object()
      .member("output_tokens", turn.output_tokens)
      .key("output_tokens_details")
      .begin_object()
      .member("reasoning_tokens", 0)
      .end_object()
      .member("total_tokens", turn.input_tokens + turn.output_tokens)
      .end_object();
}

void write_response(json::Writer& json, const EchoTurn& turn, State state) {
  json.begin_object()
      .member("id", "resp_" + turn.id)
      .member("object", "response")
      .member("created_at", turn.created)
      .member("status", name_of(state))
      .member_raw("error", "null")
      .member_raw("incomplete_details", "null")
      .member_raw("instructions", "null")
      .member_raw("metadata", "{}")
      .member("model", turn.model)
      .key("output")
      .begin_array();
  if (state == State::completed) write_message(json, turn, state);
  json.end_array()
      .member_raw("parallel_tool_calls", "true")
      .member_raw("previous_response_id", "null")
      .member_raw("store", "false")
      .member_raw("temperature", "1")
      .member_raw("text", R"({"format":{"type":"text"}})")
      .member("tool_choice", "auto")
      .member_raw("tools", "[]")
      .member_raw("top_p", "1")
      .member("truncation", "disabled")
      .key("usage");
  if (state == State::completed) {
    write_usage(json, turn);
  } else {
    json.raw("null");
  }
  json.end_object();
}

void write_place(json::Writer& json, const EchoTurn& turn) {
  json.member("item_id", message_id(turn)).member("output_index", 0).member("content_index", 0);
}

}  // namespace

std::string responses_body(const EchoTurn& turn) {
  std::string out;
  json::Writer json(out);
  write_response(json, turn, State::completed);
  return out;
}

std::string_view ResponsesEvents::type() const {
  switch (step_) {
    case Step::created: return "response.created";
    case Step::in_progress: return "response.in_progress";
    case Step::item_added: return "response.output_item.added";
    case Step::part_added: return "response.content_part.added";
    case Step::words: return "response.output_text.delta";
    case Step::text_done: return "response.output_text.done";
    case Step::part_done: return "response.content_part.done";
    case Step::item_done: return "response.output_item.done";
    case Step::completed: return "response.completed";
    case Step::end: break;
  }
  return {};
}

void ResponsesEvents::write_members(json::Writer& json) {
  switch (step_) {
    case Step::created:
    case Step::in_progress: write_response(json.key("response"), turn_, State::in_progress); return;
    case Step::item_added:
      write_message(json.member("output_index", 0).key("item"), turn_, State::in_progress);
      return;
    case Step::part_added:
      write_place(json, turn_);
      write_part(json.key("part"), {});
      return;
    case Step::words: {
      const std::string_view word = next_word(turn_.answer, said_);
      write_place(json, turn_);
      json.member("delta", word).member_raw("logprobs", "[]");
      said_ += word.size();
      return;
    }
    case Step::text_done:
      write_place(json, turn_);
      json.member("text", turn_.answer).member_raw("logprobs", "[]");
      return;
    case Step::part_done:
      write_place(json, turn_);
      write_part(json.key("part"), turn_.answer);
      return;
    case Step::item_done:
      write_message(json.member("output_index", 0).key("item"), turn_, State::completed);
      return;
    case Step::completed: write_response(json.key("response"), turn_, State::completed); return;
    case Step::end: return;
  }
}

bool ResponsesEvents::next(std::string& out) {
  if (step_ == Step::end) return false;
  out.append("event: ").append(type()).append("\ndata: ");
  json::Writer json(out);
  json.begin_object().member("type", type()).member("sequence_number", number_++);
  write_members(json);
  json.end_object();
  out += "\n\n";
  const bool has_more_words = step_ == Step::words && said_ < turn_.answer.size();
  if (!has_more_words) step_ = static_cast<Step>(static_cast<std::uint8_t>(step_) + 1);
  return true;
}

}  // namespace jg::llm
