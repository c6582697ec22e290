#include "mcp/openapi/result.h"

#include "base/ascii.h"
#include "base/base64.h"
#include "config/characters.h"
#include "json/value.h"
#include "json/writer.h"

namespace jg::mcp::openapi {
namespace {

// So deep that the message around it is read by whoever reads 64 levels.
constexpr std::size_t kDeepest = 56;

void write_text(json::Writer& to, std::string_view text) {
  to.begin_object().member("type", "text").member("text", text).end_object();
}

void write_bytes(json::Writer& to, const Answer& answer, std::string_view uri) {
  const std::string type = ascii::lower(answer.type);
  const bool is_image = type.starts_with("image/");
  to.begin_object();
  if (is_image || type.starts_with("audio/")) {
    to.member("type", is_image ? "image" : "audio");
    to.member("data", base64_encode(answer.body)).member("mimeType", type);
  } else {
    to.member("type", "resource").key("resource").begin_object().member("uri", uri);
    to.member("mimeType", type.empty() ? "application/octet-stream" : type);
    to.member("blob", base64_encode(answer.body)).end_object();
  }
  to.end_object();
}

std::string status_text(const Answer& answer) {
  return "The service answered " + std::to_string(answer.status);
}

// Nothing for what is no JSON object.
std::optional<std::string> structure_of(const Answer& answer) {
  const std::string type = ascii::lower(answer.type);
  if (type != "application/json" && !type.ends_with("+json")) return std::nullopt;
  const auto json =
      json::Document::parse(answer.body, {.bytes = answer.body.size() + 1, .depth = kDeepest});
  if (!json || json->root().kind() != json::Kind::object) return std::nullopt;
  return json->root().dump();
}

}  // namespace

std::string result_of(const Answer& answer, std::string_view uri) {
  const bool is_good = answer.status / 100 == 2;
  std::string out;
  json::Writer to(out);
  to.begin_object().key("content").begin_array();
  if (answer.body.empty())
    write_text(to, status_text(answer) + " without a body.");
  else if (config::find_bad_character(answer.body))
    write_bytes(to, answer, uri);
  else
    write_text(to, answer.body);
  if (!is_good && !answer.body.empty()) write_text(to, status_text(answer) + ".");
  to.end_array();
  if (const auto structure = is_good ? structure_of(answer) : std::nullopt)
    to.member_raw("structuredContent", *structure);
  if (!is_good) to.member_raw("isError", "true");
  to.end_object();
  return out;
}

std::string result_of(const Mistake& mistake) {
  std::string out;
  json::Writer to(out);
  to.begin_object().key("content").begin_array();
  write_text(to, mistake.text);
  to.end_array().member_raw("isError", "true").end_object();
  return out;
}

}  // namespace jg::mcp::openapi
