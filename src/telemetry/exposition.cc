#include "telemetry/exposition.h"

#include <charconv>

namespace jg::telemetry {
namespace {

std::string_view name_of(MetricType type) {
  switch (type) {
    case MetricType::counter: return "counter";
    case MetricType::gauge: return "gauge";
    case MetricType::histogram: return "histogram";
  }
  return "untyped";
}

template <class Number>
std::string_view spell(Number number, std::span<char> buffer) {
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  if (error != std::errc{}) return "NaN";
  return {buffer.data(), end};
}

void append_escaped(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\\' || c == '"') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

}  // namespace

void Exposition::family(std::string_view name, MetricType type, std::string_view help) {
  name_ = name;
  for (const std::string_view part : {std::string_view("# HELP "), name, std::string_view(" "),
                                      help, std::string_view("\n# TYPE "), name,
                                      std::string_view(" "), name_of(type), std::string_view("\n")})
    out_ += part;
}

void Exposition::begin(std::string_view suffix, std::span<const Label> labels,
                       std::string_view upper_bound) {
  out_ += name_;
  out_ += suffix;
  char separator = '{';
  const auto put = [&](std::string_view name, std::string_view value) {
    out_ += separator;
    separator = ',';
    out_ += name;
    out_ += "=\"";
    append_escaped(out_, value);
    out_ += '"';
  };
  for (const Label& label : labels) put(label.name, label.value);
  if (!upper_bound.empty()) put("le", upper_bound);
  if (separator == ',') out_ += '}';
  out_ += ' ';
}

void Exposition::sample(std::span<const Label> labels, std::uint64_t value) {
  char digits[32];
  begin("", labels, "");
  out_ += spell(value, digits);
  out_ += '\n';
}

void Exposition::histogram(std::span<const Label> labels, const HistogramTotals& totals,
                           double per_unit) {
  char digits[32];
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < totals.counts.size(); ++i) {
    so_far += totals.counts[i];
    const bool last = i == totals.bounds.size();
    begin("_bucket", labels,
          last ? "+Inf" : spell(static_cast<double>(totals.bounds[i]) / per_unit, digits));
    out_ += spell(so_far, digits);
    out_ += '\n';
  }
  begin("_sum", labels, "");
  out_ += spell(static_cast<double>(totals.sum) / per_unit, digits);
  out_ += '\n';
  begin("_count", labels, "");
  out_ += spell(so_far, digits);
  out_ += '\n';
}

}  // namespace jg::telemetry
