#include "app/explain/question.h"

#include <limits>

#include "app/cli/token_inspect.h"
#include "app/explain/render.h"
#include "base/ascii.h"
#include "json/value.h"

namespace jg::app::explain {
namespace {

std::unexpected<Error> wrong(std::string why) {
  return fail(Blame::client, "explain.request", std::move(why));
}

Result<void> read_headers(json::Value headers, Request& out) {
  if (headers.kind() != json::Kind::object) return wrong("\"headers\" is not an object");
  bool texts = true;
  headers.for_each_member([&](std::string_view name, json::Value value) {
    texts = texts && value.as_string().has_value();
    out.headers.emplace_back(ascii::lower(name), value.as_string().value_or(""));
  });
  if (!texts) return wrong("a header is not a string");
  return {};
}

Result<void> read_number(std::string_view name, json::Value value, Request& out) {
  const auto number = value.as_int();
  constexpr std::int64_t kYear10000 = 253402300800;
  if (!number || *number < 0 || *number >= kYear10000)
    return wrong('"' + std::string(name) + "\" is no usable number");
  if (name == "now")
    out.now = SystemTime(std::chrono::seconds(*number));
  else if (*number > std::numeric_limits<std::uint16_t>::max())
    return wrong("\"port\" is no port");
  else
    out.port = static_cast<unsigned>(*number);
  return {};
}

std::string* text_member(std::string_view name, Request& out) {
  if (name == "method") return &out.method;
  if (name == "path") return &out.target;
  if (name == "host") return &out.host;
  if (name == "source") return &out.source;
  if (name == "body") return &out.body;
  return nullptr;
}

}  // namespace

Result<void> read_member(std::string_view name, json::Value value, Request& out) {
  if (name == "headers") return read_headers(value, out);
  if (name == "now" || name == "port") return read_number(name, value, out);
  std::string* const member = text_member(name, out);
  if (member == nullptr && name != "token" && name != "tool")
    return wrong("there is a member that is not known");
  const auto text = value.as_string();
  if (!text) return wrong('"' + std::string(name) + "\" is not a string");
  if (member != nullptr)
    *member = *text;
  else if (name == "tool")
    call_tool(out, *text);
  else
    out.token = Secret(std::string(cli::bare_token(*text)));
  return {};
}

Result<Request> parse_question(std::string_view json, SystemTime now) {
  constexpr std::size_t kDepth = 4;
  const auto document = json::Document::parse(json, {.depth = kDepth});
  if (!document || document->root().kind() != json::Kind::object)
    return wrong("the question is not a JSON object");
  Request out;
  out.now = now;
  Result<void> read;
  document->root().for_each_member([&](std::string_view name, json::Value value) {
    if (read) read = read_member(name, value, out);
  });
  if (!read) return std::unexpected(std::move(read.error()));
  return out;
}

admin::Explained answer(const std::shared_ptr<const proxy::Snapshot>& snapshot,
                        const Result<Request>& question, admin::ExplainForm form) {
  constexpr int kBadRequest = 400;
  if (!question) return {kBadRequest, question.error().detail + '\n'};
  const auto explanation = explain(snapshot, *question);
  if (!explanation) return {kBadRequest, explanation.error().detail + '\n'};
  return {.text = form == admin::ExplainForm::json ? as_json(*question, *explanation)
                                                   : as_text(*question, *explanation)};
}

}  // namespace jg::app::explain
