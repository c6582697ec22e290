#include "policies/transformations/message.h"

#include <algorithm>
#include <charconv>

#include "exchange/url_change.h"
#include "exchange/value_text.h"
#include "http/grammar.h"
#include "http/uri.h"

namespace jg::policies::transformations {
namespace {

// What an answer may hold is bound to these, whoever asked (RFC 9110 sections 9.3.2 and 9.3.6).
bool shapes_answers(std::string_view method) { return method == "HEAD" || method == "CONNECT"; }

bool has_body(int status) { return status != 204 && status != 304; }

std::optional<int> status_of(cel::Value value, Arena& arena) {
  const auto text = exchange::text_of(value, arena);
  int status = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), status);
  const bool is_number = error == std::errc() && end == text->data() + text->size();
  if (!is_number || status < 200 || status > 599) return std::nullopt;
  return status;
}

}  // namespace

void RequestMessage::set_pseudo(std::string_view pseudo, cel::Value value) {
  const auto text = exchange::text_of(value, exchange_.arena);
  if (!text) return;
  if (pseudo == ":method") set_method(*text);
  if (pseudo == ":authority") set_authority(*text);
  if (pseudo == ":path") set_path(*text);
}

void RequestMessage::set_method(std::string_view method) {
  if (http::is_token(method) && !shapes_answers(method) &&
      !shapes_answers(exchange_.request.method))
    exchange_.request.method = method;
}

void RequestMessage::set_authority(std::string_view authority) {
  const auto parsed = http::parse_authority(authority);
  if (!parsed) return;
  exchange_.request.authority = authority;
  exchange_.request.host = parsed->host;
  exchange_.keeps_authority = true;
}

// As a client's path is made canonical, so that all that follows reads what is sent on.
void RequestMessage::set_path(std::string_view target) {
  if (!http::is_target(target) || target == "*") return;
  const std::size_t mark = target.find('?');
  const auto path = http::canonical_path(target.substr(0, mark), exchange_.arena);
  if (!path) return;
  const std::string_view query = mark == target.npos ? std::string_view() : target.substr(mark);
  char* const whole = static_cast<char*>(exchange_.arena.allocate(path->size() + query.size(), 1));
  std::ranges::copy(query, std::ranges::copy(*path, whole).out);
  exchange::set_target(exchange_.request, {whole, path->size() + query.size()});
  // What the route matched by is a prefix of another path.
  exchange_.matched_prefix.reset();
}

void RequestMessage::set_body(std::string_view text) {
  if (!exchange_.wants_upgrade) exchange_.buffered_body = std::string(text);
}

void ResponseMessage::set_pseudo(std::string_view, cel::Value value) {
  const auto status = status_of(value, exchange_.arena);
  http::ResponseHead& head = exchange_.response.head;
  if (!status || has_body(*status) != has_body(head.status) || exchange_.response.tunnel) return;
  head.status = *status;
  head.reason = {};
}

void ResponseMessage::set_body(std::string_view text) {
  exchange::Response& response = exchange_.response;
  const bool is_empty = exchange_.request.method == "HEAD" || !has_body(response.head.status);
  if (!is_empty && !response.tunnel) response.set_text(std::string(text));
}

}  // namespace jg::policies::transformations
