#include "llm/providers/echo_chat.h"

#include "json/writer.h"

namespace jg::llm {
namespace {

void begin_completion(json::Writer& json, const EchoTurn& turn, std::string_view object) {
  json.begin_object()
      .member("id", "chatcmpl-" + turn.id)
      .member("object", object)
      .member("created", turn.created)
      .member("model", turn.model)
      .member("system_fingerprint", "fp_echo");
}

void write_usage(json::Writer& json, const EchoTurn& turn) {
  json.key("usage")
      .begin_object()
      .member("prompt_tokens", turn.input_tokens)
      .member("completion_tokens", turn.output_tokens)
      .member("total_tokens", turn.input_tokens + turn.output_tokens)
      .key("prompt_tokens_details")
      .begin_object()
      .member("cached_tokens", 0)
      .end_object()
      .key("completion_tokens_details")
      .begin_object()
      .member("reasoning_tokens", 0)
      .end_object()
      .end_object();
}

struct Delta {
  std::string_view json;           // of the member `delta`
  std::string_view finish_reason;  // JSON text
};

void write_chunk(std::string& out, const EchoTurn& turn, Delta delta) {
  json::Writer json(out);
  begin_completion(json, turn, "chat.completion.chunk");
  json.key("choices")
      .begin_array()
      .begin_object()
      .member("index", 0)
      .member_raw("delta", delta.json)
      .member_raw("logprobs", "null")
      .member_raw("finish_reason", delta.finish_reason)
      .end_object()
      .end_array();
  if (turn.includes_usage) json.member_raw("usage", "null");
  json.end_object();
}

void write_usage_chunk(std::string& out, const EchoTurn& turn) {
  json::Writer json(out);
  begin_completion(json, turn, "chat.completion.chunk");
  json.key("choices").begin_array().end_array();
  write_usage(json, turn);
  json.end_object();
}

std::string content_delta(std::string_view words) {
  std::string out;
  json::Writer(out).begin_object().member("content", words).end_object();
  return out;
}

}  // namespace

std::string chat_body(const EchoTurn& turn) {
  std::string out;
  json::Writer json(out);
  begin_completion(json, turn, "chat.completion");
  json.key("choices")
      .begin_array()
      .begin_object()
      .member("index", 0)
      .key("message")
      .begin_object()
      .member("role", "assistant")
      .member("content", turn.answer)
      .member_raw("refusal", "null")
      .end_object()
      .member_raw("logprobs", "null")
      .member("finish_reason", "stop")
      .end_object()
      .end_array();
  write_usage(json, turn);
  json.end_object();
  return out;
}

bool ChatEvents::next(std::string& out) {
  constexpr std::string_view kUnfinished = "null";
  if (step_ == Step::end) return false;
  out += "data: ";
  switch (step_) {
    case Step::role:
      write_chunk(out, turn_, {R"({"role":"assistant","content":""})", kUnfinished});
      step_ = Step::words;
      break;
    case Step::words: {
      const std::string_view word = next_word(turn_.answer, said_);
      write_chunk(out, turn_, {content_delta(word), kUnfinished});
      said_ += word.size();
      if (said_ == turn_.answer.size()) step_ = Step::finish;
      break;
    }
    case Step::finish:
      write_chunk(out, turn_, {"{}", R"("stop")"});
      step_ = turn_.includes_usage ? Step::usage : Step::done;
      break;
    case Step::usage:
      write_usage_chunk(out, turn_);
      step_ = Step::done;
      break;
    case Step::done:
    case Step::end:
      out += "[DONE]";
      step_ = Step::end;
      break;
  }
  out += "\n\n";
  return true;
}

}  // namespace jg::llm
