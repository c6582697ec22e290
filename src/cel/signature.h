// cel/signature.h - what a function takes and gives, read while the gateway is compiled from the
// text that the reference shows.
//
// Form: "string, int? -> list<string>": each argument in turn, a method's receiver first. A|B is
//       either, ? may be left out, "..." (last) may come any number of times, number is
//       int|uint|double. Text that has another form does not compile.
// Here in full, because the tables of functions are read at compile time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cel/kinds.h"
#include "cel/value.h"

namespace jg::cel {

inline constexpr std::uint8_t kAnyNumber = 0xff;

class Signature {
 public:
  static constexpr std::size_t kMostListed = 4;

  // Not explicit: a table names it as text.
  consteval Signature(const char* written) : text(written) {
    const std::string_view rest = text;
    const std::size_t arrow = rest.find("->");
    std::string_view listed = trim(rest.substr(0, arrow));
    gives = read_result(trim(rest.substr(arrow + 2)));
    while (!listed.empty()) {
      const std::size_t comma = listed.find(',');
      read_argument(trim(listed.substr(0, comma)));
      listed = comma == listed.npos ? std::string_view() : trim(listed.substr(comma + 1));
    }
  }

  // Of the argument at `i`: the last one listed repeats where any number may come.
  constexpr Kinds taken(std::size_t i) const { return takes[i < listed_ ? i : listed_ - 1]; }
  constexpr bool accepts(std::size_t count) const {
    return count >= least && (most == kAnyNumber || count <= most);
  }

  std::string_view text;
  std::array<Kinds, kMostListed> takes{};
  Kinds gives = 0;
  Kinds elements = kAnyKind;  // of a list or map that it gives
  std::uint8_t least = 0;     // arguments, a receiver counted
  std::uint8_t most = 0;

 private:
  static constexpr std::string_view trim(std::string_view piece) {
    while (piece.starts_with(" ")) piece.remove_prefix(1);
    while (piece.ends_with(" ")) piece.remove_suffix(1);
    return piece;
  }

  static constexpr Kinds named(std::string_view name) {
    if (name == "any") return kAnyKind;
    if (name == "number") return kinds(Kind::integer, Kind::unsigned_integer, Kind::real);
    if (name == "bool") return kinds(Kind::boolean);
    if (name == "int") return kinds(Kind::integer);
    if (name == "uint") return kinds(Kind::unsigned_integer);
    if (name == "double") return kinds(Kind::real);
    if (name == "null") return kinds(Kind::null);
    if (name == "string") return kinds(Kind::string);
    if (name == "bytes") return kinds(Kind::bytes);
    if (name == "list") return kinds(Kind::list);
    if (name == "map") return kinds(Kind::map);
    if (name == "duration") return kinds(Kind::duration);
    if (name == "timestamp") return kinds(Kind::timestamp);
    if (name == "type") return kinds(Kind::type);
    if (name == "optional") return kinds(Kind::optional);
    if (name == "ip") return kinds(Kind::ip);
    if (name == "cidr") return kinds(Kind::cidr);
    throw "there is no type of this name";
  }

  static constexpr Kinds either(std::string_view names) {
    Kinds out = 0;
    for (;;) {
      const std::size_t bar = names.find('|');
      out = out | named(names.substr(0, bar));
      if (bar == names.npos) return out;
      names.remove_prefix(bar + 1);
    }
  }

  constexpr Kinds read_result(std::string_view name) {
    const std::size_t open = name.find('<');
    if (open == name.npos) return either(name);
    elements = either(name.substr(open + 1, name.size() - open - 2));
    return either(name.substr(0, open));
  }

  constexpr void read_argument(std::string_view name) {
    if (most == kAnyNumber || listed_ == kMostListed) throw "no argument may follow";
    if (name.ends_with("...")) {
      takes[listed_++] = either(name.substr(0, name.size() - 3));
      ++least;
      most = kAnyNumber;
      return;
    }
    const bool optional = name.ends_with("?");
    takes[listed_++] = either(name.substr(0, name.size() - (optional ? 1 : 0)));
    ++most;
    if (!optional) least = most;
  }

  std::uint8_t listed_ = 0;
};

}  // namespace jg::cel
