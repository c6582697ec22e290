// Any bytes as the description of a REST service, and as the arguments of a tool.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "http/grammar.h"
#include "http/uri.h"
#include "mcp/openapi/request.h"
#include "mcp/openapi/service.h"

namespace {

namespace openapi = jg::mcp::openapi;

constexpr std::string_view kPath = "/a/{x}/b.{y}";
constexpr std::string_view kDescription = R"({"openapi":"3.1.0","paths":{"/a/{x}/b.{y}":{"put":{
"operationId":"o","parameters":[{"name":"x","in":"path"},{"name":"y","in":"path","explode":true},
{"name":"q","in":"query"},{"name":"d","in":"query","style":"deepObject"},{"name":"H","in":"header"}],
"requestBody":{"content":{"application/json":{}}}}}}})";

void require(bool holds) {
  if (!holds) std::abort();
}

std::optional<openapi::Service> read(std::string_view text) {
  jg::config::Faults faults;
  const jg::config::Place place;
  const openapi::Teller teller(place, faults);
  const auto document = openapi::Document::parse(text, "api", teller);
  return document ? openapi::Service::read(*document, teller) : std::nullopt;
}

void check_tools(const openapi::Service& service) {
  for (const openapi::Operation& operation : service.operations())
    require(
        jg::json::Document::parse(operation.tool, {.bytes = operation.tool.size()}).has_value());
}

// The path has the segments of its template, and is read by everybody as it is.
void check_request(const openapi::Operation& operation, std::string_view arguments) {
  const auto json = jg::json::Document::parse(arguments, {.bytes = arguments.size()});
  if (!json) return;
  const auto request = openapi::make_request(operation, json->root());
  if (!request) return;
  jg::Arena arena;
  const auto canonical = jg::http::canonical_path(request->path, arena);
  require(canonical && *canonical == request->path);
  require(std::ranges::count(request->path, '/') == std::ranges::count(kPath, '/'));
  require(jg::http::is_target(request->path + "?" + request->query));
  require(request->query.find('#') == std::string::npos);
  for (const auto& [name, value] : request->fields)
    require(name == "h" && jg::http::is_value(value));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto fixed = read(kDescription);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_request(fixed->operations().front(), text);
  if (const auto service = read(text)) check_tools(*service);
  return 0;
}
