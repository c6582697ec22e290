#include "mcp/multi/labels.h"

#include <algorithm>

#include "base/ascii.h"
#include "json/value.h"
#include "mcp/multi/json_edit.h"

namespace jg::mcp {
namespace {

using Kind = telemetry::McpSubject::Kind;

constexpr std::string_view kUi = "ui://";
constexpr std::string_view kId = "agw_";
constexpr std::string_view kNumber = "n_";
constexpr std::string_view kText = "s_";
constexpr std::size_t kLongestNumber = 20;

std::optional<Labelled> split(std::string_view text, char sign) {
  const std::size_t at = text.find(sign);
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  return Labelled{std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

// A whole number as JSON has it.
bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= kLongestNumber &&
         std::ranges::all_of(text, ascii::is_digit);
}

}  // namespace

std::string label(Kind kind, std::string_view target, std::string_view name) {
  std::string out;
  if (kind != Kind::resource) return out.append(target).append("_").append(name);
  if (name.starts_with(kUi)) {
    out = kUi;
    name.remove_prefix(kUi.size());
  }
  return out.append(target).append("+").append(name);
}

std::optional<Labelled> read_label(Kind kind, std::string_view text) {
  if (kind != Kind::resource) return split(text, '_');
  if (!text.starts_with(kUi)) return split(text, '+');
  auto out = split(text.substr(kUi.size()), '+');
  if (out) out->rest.insert(0, kUi);
  return out;
}

std::string label_id(std::string_view target, std::string_view id) {
  std::string out(kId);
  out.append(target).append("_");
  const auto document = json::Document::parse(id);
  const auto text = document ? document->root().as_string() : std::nullopt;
  out.append(text ? kText : kNumber).append(text ? *text : id);
  return json_text(out);
}

std::optional<Labelled> read_id_label(std::string_view id) {
  const auto document = json::Document::parse(id);
  const auto text = document ? document->root().as_string() : std::nullopt;
  if (!text || !text->starts_with(kId)) return std::nullopt;
  auto out = split(text->substr(kId.size()), '_');
  if (!out) return std::nullopt;
  const std::string_view rest = out->rest;
  if (rest.starts_with(kText)) {
    out->rest = json_text(rest.substr(kText.size()));
    return out;
  }
  if (!rest.starts_with(kNumber) || !is_number(rest.substr(kNumber.size()))) return std::nullopt;
  out->rest = std::string(rest.substr(kNumber.size()));
  return out;
}

std::string label_event(std::string_view target, std::string_view id) {
  return std::string(target).append("+").append(id);
}

std::optional<Labelled> read_event_label(std::string_view id) { return split(id, '+'); }

}  // namespace jg::mcp
