#include "exchange/location.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/ascii.h"
#include "http/cookies.h"
#include "http/uri.h"

namespace jg::exchange {
namespace {

using Count = Found::Count;

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};

bool is_visible(char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; }

// Eight bytes at a time: a token is long, and this is done for every request.
bool is_visible_ascii(std::string_view text) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  constexpr std::uint64_t kHigh = 0x80 * kEach;
  while (text.size() >= sizeof kEach) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), sizeof word);
    // Of bytes below 0x80 none carries into the next: the high bit of each sum is for its own byte.
    const bool is_ascii = (word & kHigh) == 0;
    const bool has_control = ((word + 0x60 * kEach) & kHigh) != kHigh;
    const bool has_delete = ((word + kEach) & kHigh) != 0;
    if (!is_ascii || has_delete) return false;
    if (has_control && !std::ranges::all_of(text.substr(0, sizeof word), is_visible)) return false;
    text.remove_prefix(sizeof word);
  }
  return std::ranges::all_of(text, is_visible);
}

Found find_in(const HeaderPlace& place, Exchange& exchange) {
  const http::Fields& fields = exchange.request.fields;
  const auto value = fields.find(place.name);
  if (!value) return {};
  if (fields.count(place.name) > 1) return {Count::several};
  if (!ascii::istarts_with(*value, place.prefix) || !is_visible_ascii(*value)) return {};
  return {Count::one, value->substr(place.prefix.size())};
}

Found find_in(const QueryPlace& place, Exchange& exchange) {
  Found out;
  for (std::string_view rest = exchange.request.query; !rest.empty();) {
    const std::string_view parameter = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(parameter.size() + 1, rest.size()));
    const auto value = http::find_query(parameter, place.name);
    if (!value) continue;
    if (out.count == Count::one) return {Count::several};
    out = {Count::one, exchange.arena.copy(*value)};
  }
  return out;
}

Found find_in(const CookiePlace& place, Exchange& exchange) {
  const auto value = http::find_cookie(exchange.request.fields, place.name);
  return value ? Found{Count::one, *value} : Found{};
}

Found find_in(const ExpressionPlace& place, Exchange& exchange) {
  const RequestVariables variables(exchange, place.surroundings);
  const cel::Value value = place.expression->evaluate(variables, exchange.arena);
  return value.is(cel::Kind::string) ? Found{Count::one, value.as_text()} : Found{};
}

// The path keeps its spelling and so do the other parameters.
void remove_parameter(http::RequestHead& request, const std::string& name, Arena& arena) {
  const std::string query = http::remove_query(request.query, name);
  std::string target(request.target.substr(0, request.target.find('?')));
  const std::size_t path = target.size();
  if (!query.empty()) target.append("?").append(query);
  request.target = arena.copy(target);
  request.query = query.empty() ? std::string_view() : request.target.substr(path + 1);
}

void put_in(const HeaderPlace& place, std::string_view credential, Exchange& exchange) {
  exchange.request.fields.add(exchange.arena.copy(place.name),
                              exchange.arena.copy(place.prefix + std::string(credential)));
}

void put_in(const QueryPlace& place, std::string_view credential, Exchange& exchange) {
  auto& request = exchange.request;
  std::string target(request.target);
  target += request.query.empty() ? '?' : '&';
  target += http::percent_encode(place.name) + '=' + http::percent_encode(credential);
  request.target = exchange.arena.copy(target);
  request.path = request.target.substr(0, request.target.find('?'));
  request.query = request.target.substr(request.path.size() + 1);
}

void put_in(const CookiePlace& place, std::string_view credential, Exchange& exchange) {
  exchange.request.fields.add("cookie",
                              exchange.arena.copy(place.name + '=' + std::string(credential)));
}

void put_in(const ExpressionPlace&, std::string_view credential, Exchange& exchange) {
  put_in(HeaderPlace(), credential, exchange);
}

}  // namespace

Found Location::find(Exchange& exchange) const {
  return std::visit([&](const auto& place) { return find_in(place, exchange); }, place_);
}

void Location::put(Exchange& exchange, std::string_view credential) const {
  std::visit([&](const auto& place) { put_in(place, credential, exchange); }, place_);
}

void Location::remove(Exchange& exchange) const {
  auto& request = exchange.request;
  std::visit(Overloaded{[&](const HeaderPlace& place) { request.fields.remove(place.name); },
                        [&](const QueryPlace& place) {
                          remove_parameter(request, place.name, exchange.arena);
                        },
                        [&](const CookiePlace& place) {
                          http::remove_cookie(request.fields, place.name, exchange.arena);
                        },
                        [](const ExpressionPlace&) {}},
             place_);
}

bool Location::is_authorization(std::string_view prefix) const {
  const auto* const header = std::get_if<HeaderPlace>(&place_);
  return header != nullptr && header->name == "authorization" &&
         ascii::iequals(header->prefix, prefix);
}

std::string_view Location::query_parameter() const {
  const auto* const query = std::get_if<QueryPlace>(&place_);
  return query != nullptr ? std::string_view(query->name) : std::string_view();
}

std::string_view Location::header_field() const {
  const auto* const header = std::get_if<HeaderPlace>(&place_);
  return header != nullptr ? std::string_view(header->name) : std::string_view();
}

std::string Location::describe() const {
  return std::visit(
      Overloaded{[](const HeaderPlace& place) { return "header " + place.name; },
                 [](const QueryPlace& place) { return "query parameter " + place.name; },
                 [](const CookiePlace& place) { return "cookie " + place.name; },
                 [](const ExpressionPlace&) { return std::string("an expression"); }},
      place_);
}

}  // namespace jg::exchange
