#include "cel/ip.h"

#include <array>
#include <optional>

#include "cel/functions/groups.h"

namespace jg::cel::functions {
namespace {

Value keep(const Ip& ip, Context& context) {
  void* room = context.make_room(1, sizeof(Ip));
  return room == nullptr ? Context::exhausted() : Value::ip(new (room) Ip(ip));
}

Value keep(const Cidr& cidr, Context& context) {
  void* room = context.make_room(1, sizeof(Cidr));
  return room == nullptr ? Context::exhausted() : Value::cidr(new (room) Cidr(cidr));
}

Value not_an_address() { return invalid("this text is not an IP address"); }
Value not_a_block() { return invalid("this text is not a CIDR block"); }

std::optional<Ip> ip_of(Value v) {
  if (v.is(Kind::ip)) return v.as_ip();
  return v.is(Kind::string) ? parse_ip(v.as_text()) : std::nullopt;
}

std::optional<Cidr> cidr_of(Value v) {
  if (v.is(Kind::cidr)) return v.as_cidr();
  return v.is(Kind::string) ? parse_cidr(v.as_text()) : std::nullopt;
}

Value make_ip(const Call& call) {
  if (call.args[0].is(Kind::cidr)) return keep(call.args[0].as_cidr().ip, call.context);
  if (!call.args[0].is(Kind::string) && !call.args[0].is(Kind::ip)) return no_overload();
  const auto ip = ip_of(call.args[0]);
  return ip ? keep(*ip, call.context) : not_an_address();
}

Value make_cidr(const Call& call) {
  if (!call.args[0].is(Kind::string) && !call.args[0].is(Kind::cidr)) return no_overload();
  const auto cidr = cidr_of(call.args[0]);
  return cidr ? keep(*cidr, call.context) : not_a_block();
}

Value is_ip(const Call& call) {
  if (call.args[0].is(Kind::cidr)) return no_overload();
  return Value::boolean(ip_of(call.args[0]).has_value());
}

Value is_cidr(const Call& call) { return Value::boolean(cidr_of(call.args[0]).has_value()); }

Value is_canonical(const Call& call) {
  if (!call.args[0].is(Kind::string)) return no_overload();
  const auto ip = parse_ip(call.args[0].as_text());
  return ip ? Value::boolean(to_string(*ip) == call.args[0].as_text()) : not_an_address();
}

template <bool (*Test)(const Ip&)>
Value test_ip(const Call& call) {
  return call.args[0].is(Kind::ip) ? Value::boolean(Test(call.args[0].as_ip())) : no_overload();
}

Value family(const Call& call) {
  return call.args[0].is(Kind::ip) ? Value::integer(call.args[0].as_ip().family) : no_overload();
}

Value contains_ip(const Call& call) {
  if (!call.args[0].is(Kind::cidr) ||
      !(call.args[1].is(Kind::ip) || call.args[1].is(Kind::string))) {
    return no_overload();
  }
  const auto ip = ip_of(call.args[1]);
  return ip ? Value::boolean(contains(call.args[0].as_cidr(), *ip)) : not_an_address();
}

Value contains_cidr(const Call& call) {
  if (!call.args[0].is(Kind::cidr) ||
      !(call.args[1].is(Kind::cidr) || call.args[1].is(Kind::string))) {
    return no_overload();
  }
  const auto inner = cidr_of(call.args[1]);
  if (!inner) return not_a_block();
  const Cidr& outer = call.args[0].as_cidr();
  return Value::boolean(outer.prefix <= inner->prefix && contains(outer, inner->ip));
}

Value mask(const Call& call) {
  if (!call.args[0].is(Kind::cidr)) return no_overload();
  const Cidr& cidr = call.args[0].as_cidr();
  return keep(Cidr{masked(cidr.ip, cidr.prefix), cidr.prefix}, call.context);
}

Value prefix_length(const Call& call) {
  return call.args[0].is(Kind::cidr) ? Value::integer(call.args[0].as_cidr().prefix)
                                     : no_overload();
}

constexpr Function method(std::string_view name, Value (*body)(const Call&),
                          std::uint8_t count = 1) {
  return {.name = name, .style = Style::method, .least = count, .most = count, .body = body};
}

constexpr std::array kTable = {
    Function{.name = "ip", .style = Style::both, .body = make_ip},
    Function{.name = "cidr", .body = make_cidr},
    Function{.name = "isIP", .body = is_ip},
    Function{.name = "isCIDR", .body = is_cidr},
    Function{.name = "ip.isCanonical", .body = is_canonical},
    method("family", family),
    method("isUnspecified", test_ip<is_unspecified>),
    method("isLoopback", test_ip<is_loopback>),
    method("isLinkLocalUnicast", test_ip<is_link_local_unicast>),
    method("isLinkLocalMulticast", test_ip<is_link_local_multicast>),
    method("isGlobalUnicast", test_ip<is_global_unicast>),
    method("containsIP", contains_ip, 2),
    method("containsCIDR", contains_cidr, 2),
    method("masked", mask),
    method("prefixLength", prefix_length),
};

}  // namespace

Group network() { return kTable; }

}  // namespace jg::cel::functions
