#include "jose/revocation_list.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>

#include "jose/codes.h"

namespace jg::jose {
namespace {

std::unexpected<Error> bad(const char* code, std::string why) {
  return fail(Blame::upstream, code, std::move(why));
}

double seconds(SystemTime time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

}  // namespace

std::string_view RevocationList::name(Member member) {
  switch (member) {
    case Member::jti: return "jti";
    case Member::sub: return "sub";
    case Member::kid: return "kid";
    case Member::sid: return "sid";
  }
  return {};
}

// One of the four members, and perhaps an end; what else an entry says is for people.
Result<RevocationList::Entry> RevocationList::read_entry(json::Value from) {
  if (from.kind() != json::Kind::object) return bad(codes::kRevokedMalformed, "it is no object");
  std::optional<Entry> out;
  for (const Member member : {Member::jti, Member::sub, Member::kid, Member::sid}) {
    const auto value = from.find(name(member));
    if (!value) continue;
    const auto text = value->as_string();
    if (out || !text || text->empty())
      return bad(codes::kRevokedMalformed, "it must have one of jti, sub, kid, sid, with text");
    out = Entry{member, std::string(*text), std::numeric_limits<double>::infinity()};
  }
  if (!out) return bad(codes::kRevokedMalformed, "it has none of jti, sub, kid, sid");
  if (const auto end = from.find("exp")) {
    const auto number = end->as_double();
    if (!number || !std::isfinite(*number) || *number < 0)
      return bad(codes::kRevokedMalformed, "its exp is no number of seconds");
    out->ends = *number;
  }
  return *std::move(out);
}

Result<std::shared_ptr<const RevocationList>> RevocationList::parse(std::string_view text) {
  if (text.size() > kBytes) return bad(codes::kRevokedTooLarge, "it is too large");
  const auto document = json::Document::parse(text, {.bytes = kBytes, .depth = 8});
  const auto list = document ? document->root().find("revoked") : std::nullopt;
  if (!list || list->kind() != json::Kind::array)
    return bad(codes::kRevokedMalformed, "it is no JSON object with a list \"revoked\"");
  if (list->size() > kEntries)
    return bad(codes::kRevokedTooMany, "it has more than " + std::to_string(kEntries) + " entries");
  auto out = std::make_shared<RevocationList>();
  Result<void> read;
  list->for_each_element([&](json::Value value) {
    if (!read) return;
    auto entry = read_entry(value);
    if (entry)
      out->entries_.push_back(std::move(*entry));
    else
      read = bad(entry.error().code, "entry " + std::to_string(out->entries_.size()) + ": " +
                                         std::move(entry.error().detail));
  });
  if (!read) return std::unexpected(std::move(read.error()));
  std::ranges::sort(out->entries_);
  return out;
}

std::optional<std::string_view> RevocationList::find(const TokenFacts& token,
                                                     SystemTime now) const {
  if (entries_.empty()) return std::nullopt;
  const double at = seconds(now);
  if (token.header.kid && has(Member::kid, *token.header.kid, at)) return name(Member::kid);
  for (const Member member : {Member::jti, Member::sub, Member::sid}) {
    const auto claim = token.claims.find(name(member));
    const auto value = claim ? claim->as_string() : std::nullopt;
    if (value && has(member, *value, at)) return name(member);
  }
  return std::nullopt;
}

// Of those with one value the last ends latest.
bool RevocationList::has(Member member, std::string_view value, double now) const {
  const auto key = [](const Entry& entry) {
    return std::pair(entry.member, std::string_view(entry.value));
  };
  const auto found = std::ranges::equal_range(entries_, std::pair(member, value), {}, key);
  return !found.empty() && now < found.back().ends;
}

}  // namespace jg::jose
