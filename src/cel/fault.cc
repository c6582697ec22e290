#include "cel/fault.h"

#include <algorithm>

#include "base/ascii.h"

namespace jg::cel {
namespace {

constexpr std::size_t kLongestName = 64;  // longer names are not compared
constexpr std::size_t kWidestLine = 160;  // more than this around the place is cut

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t swap = ascii::to_lower(a[i - 1]) == ascii::to_lower(b[j - 1]) ? 0 : 1;
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + swap});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
  if (name.size() > kLongestName) return {};
  const std::size_t tolerated = name.size() < 4 ? 1 : name.size() < 8 ? 2 : 3;
  std::string_view best;
  std::size_t fewest = tolerated + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kLongestName || candidate == name) continue;
    const std::size_t edits = edits_between(name, candidate);
    if (edits < fewest && edits < std::max(name.size(), candidate.size())) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

std::string excerpt(std::string_view expression, const Fault& fault) {
  const std::size_t at = std::min<std::size_t>(fault.offset, expression.size());
  std::size_t begin = at;
  while (begin > 0 && expression[begin - 1] != '\n' && at - begin < kWidestLine) --begin;
  while (begin < at && !starts_character(expression[begin])) ++begin;
  std::size_t end = at;
  while (end < expression.size() && expression[end] != '\n' && end - at < kWidestLine) ++end;
  while (end < expression.size() && !starts_character(expression[end])) ++end;

  std::string out = "  " + std::string(expression.substr(begin, end - begin)) + "\n  ";
  for (std::size_t i = begin; i < at; ++i) {
    if (expression[i] == '\t')
      out += '\t';
    else if (starts_character(expression[i]))
      out += ' ';
  }
  out += '^';
  for (std::size_t i = at + 1; i < std::min<std::size_t>(fault.end, end); ++i) {
    if (starts_character(expression[i])) out += '~';
  }
  return out;
}

std::string render(std::string_view expression, const Fault& fault) {
  return excerpt(expression, fault) + "\n  " + message_of(fault);
}

std::string message_of(const Fault& fault) {
  if (fault.suggestion.empty()) return fault.message;
  return fault.message + "; did you mean '" + fault.suggestion + "'?";
}

Error to_error(std::string_view expression, std::span<const Fault> faults) {
  std::string detail = "the expression does not compile";
  for (const Fault& fault : faults) detail += "\n" + render(expression, fault);
  return Error{Blame::config, "cel.compile", std::move(detail)};
}

}  // namespace jg::cel
