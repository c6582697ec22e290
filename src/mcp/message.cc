#include "mcp/message.h"

#include <algorithm>

#include "json/value.h"
#include "json/writer.h"
#include "mcp/subject.h"

namespace jg::mcp {
namespace {

using json::Value;

std::unexpected<Error> invalid(const char* what) {
  return fail(Blame::client, "mcp.invalid_message", what);
}

Result<json::Document> parse(std::string_view text) {
  auto document = json::Document::parse(text, {.bytes = text.size() + 1024});
  if (!document) return fail(Blame::client, "mcp.malformed", document.error().code);
  return document;
}

bool is_id(Value value) {
  switch (value.kind()) {
    case json::Kind::string:
    case json::Kind::integer:
    case json::Kind::unsigned_integer: return true;
    case json::Kind::null:
    case json::Kind::boolean:
    case json::Kind::real:
    case json::Kind::array:
    case json::Kind::object: return false;
  }
  return false;
}

// Of a message that is written over several lines: between tokens a line end is as good as a space,
// and within text JSON has none.
std::string on_one_line(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(out, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return out;
}

std::string id_text(std::optional<Value> value) {
  return value && is_id(*value) ? value->dump() : std::string();
}

std::string text_of(std::optional<Value> value) {
  const auto text = value ? value->as_string() : std::nullopt;
  return text ? std::string(*text) : std::string();
}

void read_meta(Value meta, Message& message) {
  message.progress_token = id_text(meta.find("progressToken"));
  message.own_version = text_of(meta.find("io.modelcontextprotocol/protocolVersion"));
  const auto capabilities = meta.find("io.modelcontextprotocol/clientCapabilities");
  message.tells_capabilities = capabilities && capabilities->kind() == json::Kind::object;
}

void read_params(Value params, Message& message) {
  if (message.kind == Message::Kind::request) {
    if (const auto meta = params.find("_meta")) read_meta(*meta, message);
    if (message.method == "initialize")
      message.protocol_version = text_of(params.find("protocolVersion"));
  } else if (message.method == "notifications/progress") {
    message.progress_token = id_text(params.find("progressToken"));
  } else if (message.method == "notifications/cancelled") {
    message.cancelled_id = id_text(params.find("requestId"));
  }
}

Result<Message> read_call(Value root, Message message) {
  const auto params = root.find("params");
  if (root.find("result") || root.find("error")) return invalid("a method beside an answer");
  if (params && params->kind() != json::Kind::object && params->kind() != json::Kind::array)
    return invalid("params are neither an object nor a list");
  const auto method = root.find("method")->as_string();
  if (!method) return invalid("the method is no text");
  message.method = *method;
  const auto id = root.find("id");
  if (id && !is_id(*id)) return invalid("the id is neither text nor a whole number");
  message.kind = id ? Message::Kind::request : Message::Kind::notification;
  message.id = id_text(id);
  if (params) read_params(*params, message);
  return message;
}

Result<Message> read_answer(Value root, Message message) {
  const auto result = root.find("result");
  const auto error = root.find("error");
  if (result.has_value() == error.has_value())
    return invalid("neither a method nor one of result and error");
  if (error && error->kind() != json::Kind::object) return invalid("the error is no object");
  message.kind = Message::Kind::response;
  message.id = id_text(root.find("id"));
  if (message.id.empty()) return invalid("an answer to no id");
  if (result) message.protocol_version = text_of(result->find("protocolVersion"));
  return message;
}

Result<Message> read(Value root, std::string text) {
  if (root.kind() != json::Kind::object) return invalid("no object");
  if (text_of(root.find("jsonrpc")) != "2.0") return invalid("jsonrpc is not 2.0");
  Message message;
  message.text = std::move(text);
  auto out = root.find("method") ? read_call(root, std::move(message))
                                 : read_answer(root, std::move(message));
  if (out) read_subject(root, *out);
  return out;
}

}  // namespace

std::size_t Batch::requests() const {
  return static_cast<std::size_t>(std::ranges::count_if(messages, &Message::is_request));
}

std::string Batch::text() const {
  if (!is_array) return messages.front().text;
  std::string out = "[";
  for (const Message& message : messages)
    out.append(out.size() > 1 ? "," : "").append(message.text);
  return out.append("]");
}

Result<Message> parse_message(std::string_view text) {
  const auto document = parse(text);
  if (!document) return std::unexpected(document.error());
  return read(document->root(), on_one_line(text));
}

Result<Batch> parse_batch(std::string_view text) {
  const auto document = parse(text);
  if (!document) return std::unexpected(document.error());
  const Value root = document->root();
  Batch out;
  out.is_array = root.kind() == json::Kind::array;
  if (!out.is_array) {
    auto message = read(root, on_one_line(text));
    if (!message) return std::unexpected(std::move(message.error()));
    out.messages.push_back(std::move(*message));
    return out;
  }
  if (root.size() == 0 || root.size() > kMostBatch) return invalid("an empty or too long batch");
  for (auto at = root.elements(); at.valid(); at = at.next()) {
    auto message = read(at.value(), at.value().dump());
    if (!message) return std::unexpected(std::move(message.error()));
    out.messages.push_back(std::move(*message));
  }
  return out;
}

Message error_message(std::string_view id, int code, std::string_view says, std::string_view data) {
  Message out;
  out.kind = Message::Kind::response;
  out.id = id;
  json::Writer writer(out.text);
  writer.begin_object().member("jsonrpc", "2.0");
  writer.member_raw("id", id.empty() ? "null" : id);
  writer.key("error").begin_object();
  writer.member_raw("code", std::to_string(code)).member("message", says);
  if (!data.empty()) writer.member_raw("data", data);
  writer.end_object().end_object();
  return out;
}

}  // namespace jg::mcp
