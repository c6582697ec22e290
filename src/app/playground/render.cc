#include "app/playground/render.h"

#include <fmt/format.h>

#include "app/cli/token_text.h"
#include "json/writer.h"

namespace jg::app::playground {

std::string as_text(const Evaluation& evaluation) {
  std::string out;
  if (evaluation.place.empty())
    out += fmt::format("{}\n", evaluation.value);
  else
    out += fmt::format("it fails\n{}\n", evaluation.place);
  out += fmt::format("type {}, cost {} steps and {} bytes\n", evaluation.type, evaluation.steps,
                     evaluation.bytes);
  if (!evaluation.parts.empty()) out += '\n';
  for (const Part& part : evaluation.parts)
    out += fmt::format("{:{}}{}  ->  {}\n", "", 2 * part.depth, part.expression, part.value);
  if (evaluation.left_out > 0) out += fmt::format("and {} more\n", evaluation.left_out);
  cli::replace_c1_controls(out);
  return out;
}

std::string as_json(const Evaluation& evaluation) {
  std::string out;
  json::Writer json(out);
  json.begin_object();
  if (evaluation.json) json.member_raw("value", *evaluation.json);
  if (evaluation.is_error())
    json.member("error", evaluation.value).member("place", evaluation.place);
  else
    json.member("text", evaluation.value);
  json.member("type", evaluation.type);
  json.key("cost").begin_object();
  json.member("steps", evaluation.steps).member("bytes", std::uint64_t{evaluation.bytes});
  json.end_object();
  if (!evaluation.parts.empty()) {
    json.key("trace").begin_array();
    for (const Part& part : evaluation.parts) {
      json.begin_object().member("depth", std::uint64_t{part.depth});
      json.member("expression", part.expression).member("value", part.value).end_object();
    }
    json.end_array();
    json.member("leftOut", std::uint64_t{evaluation.left_out});
  }
  json.end_object();
  return out + '\n';
}

admin::Explained answer(std::string_view question, SystemTime now, admin::ExplainForm form) {
  constexpr int kBadRequest = 400;
  const auto asked = parse_question(question, now);
  if (!asked) return {kBadRequest, asked.error().detail + '\n'};
  const auto evaluation = evaluate(*asked);
  if (!evaluation) return {kBadRequest, evaluation.error().detail + '\n'};
  return {.text = form == admin::ExplainForm::json ? as_json(*evaluation) : as_text(*evaluation)};
}

}  // namespace jg::app::playground
