#include "llm/error_body.h"

#include <array>

#include "json/writer.h"

namespace jg::llm {
namespace {

struct Name {
  std::string_view ours;
  std::string_view theirs;
};

constexpr auto kNames = std::to_array<Name>({
    {"llm.invalid_body", "invalid_request_body"},
    {"llm.body_encoding", "request_body_decode_failed"},
    {"llm.missing_model", "missing_model"},
    {"llm.model_not_found", "model_not_found"},
    {"llm.model_denied", "model_authorization_denied"},
    {"llm.model_not_allowed", "model_not_allowed"},
    {"http.body_too_large", "request_body_too_large"},
});

std::string_view find_name(std::string_view code) {
  for (const Name& name : kNames)
    if (name.ours == code) return name.theirs;
  return {};
}

std::string_view type_of(int status) {
  if (status == 401) return "authentication_error";
  if (status == 403) return "permission_error";
  if (status == 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "api_error";
}

}  // namespace

std::string openai_error_body(const exchange::Refusal& refusal, std::string_view) {
  const std::string_view name = find_name(refusal.code);
  std::string message(refusal.says);
  if (name.empty()) message.append(" (").append(refusal.code).append(")");
  std::string out;
  json::Writer(out)
      .begin_object()
      .key("error")
      .begin_object()
      .member("message", message)
      .member("type", name.empty() ? type_of(refusal.status) : "invalid_request_error")
      .member_raw("param", "null")
      .member("code", name.empty() ? refusal.code : name)
      .end_object()
      .end_object();
  return out;
}

}  // namespace jg::llm
