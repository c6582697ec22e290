#include "config/nearest.h"

#include <algorithm>

#include "base/ascii.h"

namespace jg::config {
namespace {

// Edits (insert, delete, replace) between two words, case aside.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced =
          diagonal + (ascii::to_lower(a[i - 1]) == ascii::to_lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string without_separators(std::string_view word) {
  std::string out;
  for (const char c : word)
    if (c != '-' && c != '_') out += ascii::to_lower(c);
  return out;
}

}  // namespace

std::optional<std::string> find_nearest(std::string_view word,
                                        const std::vector<std::string>& candidates) {
  constexpr std::size_t kLongestWord = 64;
  if (word.size() > kLongestWord) return std::nullopt;
  for (const std::string& candidate : candidates)
    if (without_separators(word) == without_separators(candidate)) return candidate;
  // A third of the letters may be wrong: more is another word.
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::optional<std::string> nearest;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= least || distance >= candidate.size()) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string listed(const std::vector<std::string>& words) {
  constexpr std::size_t kMostListed = 12;
  std::string out;
  for (std::size_t i = 0; i < words.size() && i < kMostListed; ++i) {
    if (i > 0) out += ", ";
    out += words[i];
  }
  if (words.size() > kMostListed) out += ", ...";
  return out;
}

}  // namespace jg::config
