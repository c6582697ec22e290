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

constexpr auto kTable = std::to_array<Function>({
    {.name = "ip",
     .style = Style::both,
     .signature = "string|ip|cidr -> ip",
     .says = "An IP address; of a block its address",
     .body = make_ip},
    {.name = "cidr",
     .signature = "string|cidr -> cidr",
     .says = "A block such as `10.0.0.0/8`",
     .body = make_cidr},
    {.name = "isIP",
     .signature = "any -> bool",
     .says = "Whether the text is an IP address",
     .body = is_ip},
    {.name = "isCIDR",
     .signature = "any -> bool",
     .says = "Whether the text is a block",
     .body = is_cidr},
    {.name = "ip.isCanonical",
     .signature = "string -> bool",
     .says = "Whether the text is how RFC 5952 writes that address",
     .body = is_canonical},
    {.name = "family",
     .style = Style::method,
     .signature = "ip -> int",
     .says = "4 or 6",
     .body = family},
    {.name = "isUnspecified",
     .style = Style::method,
     .signature = "ip -> bool",
     .says = "Whether it is 0.0.0.0 or ::",
     .body = test_ip<is_unspecified>},
    {.name = "isLoopback",
     .style = Style::method,
     .signature = "ip -> bool",
     .says = "Whether it is of this host: 127.0.0.0/8 or ::1",
     .body = test_ip<is_loopback>},
    {.name = "isLinkLocalUnicast",
     .style = Style::method,
     .signature = "ip -> bool",
     .says = "Whether it is of 169.254.0.0/16 or fe80::/10",
     .body = test_ip<is_link_local_unicast>},
    {.name = "isLinkLocalMulticast",
     .style = Style::method,
     .signature = "ip -> bool",
     .says = "Whether it is of 224.0.0.0/24 or ff02::/16",
     .body = test_ip<is_link_local_multicast>},
    {.name = "isGlobalUnicast",
     .style = Style::method,
     .signature = "ip -> bool",
     .says = "Whether it is none of these, no multicast and no broadcast; private addresses are",
     .body = test_ip<is_global_unicast>},
    {.name = "containsIP",
     .style = Style::method,
     .signature = "cidr, ip|string -> bool",
     .says = "Whether the address is in the block",
     .body = contains_ip},
    {.name = "containsCIDR",
     .style = Style::method,
     .signature = "cidr, cidr|string -> bool",
     .says = "Whether all of the other block is in this one",
     .body = contains_cidr},
    {.name = "masked",
     .style = Style::method,
     .signature = "cidr -> cidr",
     .says = "The block with the address that begins it",
     .body = mask},
    {.name = "prefixLength",
     .style = Style::method,
     .signature = "cidr -> int",
     .says = "The bits that all addresses of the block share",
     .body = prefix_length},
});

}  // namespace

Group network() { return {"Addresses", kTable}; }

}  // namespace jg::cel::functions
