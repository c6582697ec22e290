#include "cel/kinds.h"

#include <vector>

namespace jg::cel {
namespace {

std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "a bool";
    case Kind::integer: return "an int";
    case Kind::unsigned_integer: return "a uint";
    case Kind::real: return "a double";
    case Kind::string: return "a string";
    case Kind::bytes: return "bytes";
    case Kind::list: return "a list";
    case Kind::map: return "a map";
    case Kind::duration: return "a duration";
    case Kind::timestamp: return "a timestamp";
    case Kind::type: return "a type";
    case Kind::optional: return "an optional";
    case Kind::ip: return "an IP address";
    case Kind::cidr: return "a CIDR block";
    case Kind::error: return "an error";
  }
  return {};
}

}  // namespace

std::string describe(Kinds set) {
  if (set == kAnyKind) return "anything";
  std::vector<std::string_view> words;
  if ((set & kNumber) == kNumber) {
    words.push_back("a number");
    set &= ~kNumber;
  }
  for (auto kind = Kind::null; kind != Kind::error;
       kind = static_cast<Kind>(static_cast<int>(kind) + 1))
    if (may_be(set, kind)) words.push_back(word(kind));
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

}  // namespace jg::cel
