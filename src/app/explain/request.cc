#include "app/explain/request.h"

#include "base/ascii.h"
#include "fetch/network.h"
#include "http/grammar.h"
#include "http/uri.h"
#include "json/writer.h"

namespace jg::app::explain {
namespace {

std::unexpected<Error> wrong(std::string why) {
  return fail(Blame::config, "explain.request", std::move(why));
}

}  // namespace

void call_tool(Request& request, std::string_view name) {
  request.method = "POST";
  request.body.clear();
  json::Writer json(request.body);
  json.begin_object().member("jsonrpc", "2.0").member("id", std::uint64_t{1});
  json.member("method", "tools/call").key("params").begin_object().member("name", name);
  json.end_object().end_object();
}

Result<std::pair<std::string, std::string>> parse_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return wrong("a header is written as \"name: value\"");
  return std::pair(ascii::lower(line.substr(0, colon)),
                   std::string(ascii::trim(line.substr(colon + 1))));
}

Result<void> check(const Request& request) {
  if (!http::is_token(request.method)) return wrong("the method is no HTTP method");
  if (!http::is_target(request.target)) return wrong("the path must begin with / and be encoded");
  if (!request.host.empty() && !http::parse_authority(request.host))
    return wrong("the host is no host, with or without a port");
  if (!fetch::parse_address(request.source)) return wrong("the source is no IP address");
  for (const auto& [name, value] : request.headers)
    if (!http::is_lower_token(name) || !http::is_value(value))
      return wrong("one of the headers is none that HTTP allows");
  if (!http::is_value(request.token.reveal()))
    return wrong("the token holds bytes that no header may hold");
  return {};
}

std::string_view host_of(const Request& request) {
  const auto authority = http::parse_authority(request.host);
  return authority ? authority->host : std::string_view();
}

http::RequestHead head_of(const Request& request, std::string_view scheme) {
  http::RequestHead head;
  head.method = request.method;
  head.scheme = scheme;
  head.authority = request.host;
  head.host = host_of(request);
  head.target = request.target;
  head.path = head.target.substr(0, head.target.find('?'));
  if (head.path.size() < head.target.size()) head.query = head.target.substr(head.path.size() + 1);
  for (const auto& [name, value] : request.headers) head.fields.add(name, value);
  return head;
}

}  // namespace jg::app::explain
