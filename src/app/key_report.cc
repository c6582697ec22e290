#include "app/key_report.h"

#include <algorithm>
#include <map>

#include "json/writer.h"
#include "telemetry/escape.h"

namespace jg::app {
namespace {

// A page of a thousand providers with 256 keys each would be many megabytes.
constexpr std::size_t kKeysShown = 64;

void write_time(json::Writer& json, std::string_view name, const std::optional<SystemTime>& time) {
  if (!time) return;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()).count();
  json.member(name, static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0)));
}

void write_keys(json::Writer& json, const jose::KeySet& keys) {
  json.key("keys").begin_array();
  for (const jose::Jwk& key : keys.keys().first(std::min(kKeysShown, keys.keys().size()))) {
    json.begin_object();
    if (key.kid()) json.member("kid", *key.kid());
    json.member("algorithms", key.algorithms().names()).end_object();
  }
  json.end_array().key("unusable").begin_array();
  for (const jose::LostKey& lost : keys.lost().first(std::min(kKeysShown, keys.lost().size()))) {
    json.begin_object();
    if (lost.kid) json.member("kid", *lost.kid);
    json.member("code", lost.code).member("reason", lost.reason).end_object();
  }
  json.end_array();
}

void write_report(json::Writer& json, const keys::Report& report) {
  const keys::Facts& facts = report.facts;
  json.begin_object().member("source", report.source);
  json.member("generation", report.generation);
  json.member_raw("usable", report.content ? "true" : "false");
  write_time(json, "fetched", facts.fetched);
  write_time(json, "next", facts.next);
  json.key("fetches").begin_object();
  for (const auto& [result, count] : facts.fetches) json.member(result, count);
  json.end_object();
  if (report.kind == keys::Kind::keys) json.member("unknownKids", report.unknown_kids);
  if (facts.failure) {
    json.key("failure").begin_object().member("code", facts.failure->code);
    json.member("detail", facts.failure->detail);
    json.member("inARow", facts.failure->in_a_row).end_object();
  }
  if (report.content.keys) write_keys(json, *report.content.keys);
  if (report.content.revocations) json.member("revocations", report.content.revocations->size());
  json.end_object();
}

}  // namespace

std::string keys_dump(const keys::Reports& reports) {
  std::string out;
  json::Writer json(out);
  json.begin_object().key("sources").begin_array();
  for (const keys::Report& report : reports) write_report(json, report);
  json.end_array().end_object();
  return out + '\n';
}

std::vector<telemetry::ProcessFacts::KeySource> key_sources(const keys::Reports& reports) {
  std::map<std::string, telemetry::ProcessFacts::KeySource> by_source;
  for (const keys::Report& report : reports) {
    if (report.kind != keys::Kind::keys) continue;
    std::string source;
    telemetry::append_printable(source, report.source);
    auto& one = by_source[source];
    one.source = source;
    one.keys = std::max<std::uint64_t>(
        one.keys, report.content.keys ? report.content.keys->keys().size() : 0);
    one.fetched = std::max(one.fetched, report.facts.fetched);
    one.unknown_kids += report.unknown_kids;
    for (const auto& [result, count] : report.facts.fetches)
      one.fetches[std::string(result)] += count;
  }
  std::vector<telemetry::ProcessFacts::KeySource> out;
  for (auto& [source, one] : by_source) out.push_back(std::move(one));
  return out;
}

}  // namespace jg::app
