#include "cel/regex.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/ascii.h"

namespace jg::cel {
namespace {

constexpr int kMostGroups = 16;  // $0 to $15

// Steps for making a pattern, which costs far more than its match.
std::size_t cost_of(std::string_view pattern) { return 1000 + pattern.size() * 64; }

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

re2::RE2::Options options() {
  re2::RE2::Options o;
  o.set_log_errors(false);
  o.set_max_mem(Regex::kPatternMemory);
  return o;
}

// A group's number as written after a '$': digits or a name, in braces or not. -1: there is no such
// group.
int group_of(const re2::RE2& re, std::string_view name) {
  int n = -1;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), n);
  if (error == std::errc() && end == name.data() + name.size()) return n;
  const auto& names = re.NamedCapturingGroups();
  const auto found = names.find(std::string(name));
  return found == names.end() ? -1 : found->second;
}

std::string_view take_group_name(std::string_view& rest) {
  std::size_t n = 0;
  if (rest.starts_with('{')) {
    const std::size_t close = rest.find('}');
    if (close == std::string_view::npos) return {};
    const std::string_view name = rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
    return name;
  }
  while (n < rest.size() && (ascii::is_alnum(rest[n]) || rest[n] == '_')) ++n;
  const std::string_view name = rest.substr(0, n);
  rest.remove_prefix(n);
  return name;
}

}  // namespace

struct Regex::Parts {
  explicit Parts(std::string_view pattern) : re(piece(pattern), options()) {}
  re2::RE2 re;
};

Regex::Regex(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Regex::~Regex() = default;

std::expected<std::unique_ptr<const Regex>, std::string> Regex::make(std::string_view pattern) {
  if (pattern.size() > kLongestPattern)
    return std::unexpected("the regular expression is longer than 4096 bytes");
  auto parts = std::make_unique<const Parts>(pattern);
  if (!parts->re.ok())
    return std::unexpected("the regular expression is refused: " + parts->re.error());
  return std::unique_ptr<const Regex>(new Regex(std::move(parts)));
}

bool Regex::is_found_in(std::string_view text) const {
  return parts_->re.Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

std::optional<std::string> Regex::replace_first(std::string_view text, std::string_view replacement,
                                                std::size_t most) const {
  std::array<re2::StringPiece, kMostGroups> groups;
  const int wanted = std::min(kMostGroups, parts_->re.NumberOfCapturingGroups() + 1);
  if (!parts_->re.Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, groups.data(), wanted))
    return std::string(text);
  std::string out;
  bool fits = true;
  const auto append = [&](std::string_view more) {
    fits = fits && more.size() <= most - out.size();
    if (fits) out += more;
  };
  const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
  append(text.substr(0, begin));
  while (fits) {
    const std::size_t dollar = replacement.find('$');
    append(replacement.substr(0, dollar));
    if (dollar == std::string_view::npos) break;
    replacement.remove_prefix(dollar + 1);
    if (replacement.starts_with('$')) {
      append("$");
      replacement.remove_prefix(1);
      continue;
    }
    const int group = group_of(parts_->re, take_group_name(replacement));
    if (group < 0 || group >= wanted) continue;
    const re2::StringPiece& found = groups[static_cast<std::size_t>(group)];
    if (found.data() != nullptr) append({found.data(), found.size()});
  }
  append(text.substr(begin + groups[0].size()));
  return fits ? std::optional(std::move(out)) : std::nullopt;
}

RegexOfCall::RegexOfCall(const Call& call) {
  const std::string_view pattern = call.args[1].as_text();
  const std::size_t making = call.prepared == nullptr ? cost_of(pattern) : 0;
  if (!call.context.spend(making) || !call.context.spend_text(call.args[0].as_text().size())) {
    failure_ = Context::exhausted();
    return;
  }
  regex_ = static_cast<const Regex*>(call.prepared);
  if (regex_ != nullptr) return;
  auto made = Regex::make(pattern);
  if (made)
    own_ = std::move(*made);
  else
    failure_ = invalid("the regular expression is refused");
  regex_ = own_.get();
}

Preparation prepare_regex(ConstantArgs args, std::size_t position) {
  if (args[position] == nullptr || !args[position]->is(Kind::string)) return nullptr;
  auto made = Regex::make(args[position]->as_text());
  if (!made) return std::unexpected(std::move(made.error()));
  return std::move(*made);
}

}  // namespace jg::cel
