#include "telemetry/exposition.h"

#include <charconv>

namespace jg::telemetry {
namespace {

std::string_view spell(std::uint64_t number, std::span<char> buffer) {
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return error == std::errc{} ? std::string_view(buffer.data(), end) : "NaN";
}

// Without an exponent: people read it, and some compare bounds as texts.
std::string_view spell(double number, std::span<char> buffer) {
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  return error == std::errc{} ? std::string_view(buffer.data(), end) : "NaN";
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

std::string_view name_of(MetricType type) {
  switch (type) {
    case MetricType::counter: return "counter";
    case MetricType::gauge: return "gauge";
    case MetricType::histogram: return "histogram";
  }
  return "untyped";
}

std::string_view content_type(ExpositionFormat format) {
  switch (format) {
    case ExpositionFormat::prometheus: return "text/plain; version=0.0.4; charset=utf-8";
    case ExpositionFormat::open_metrics:
      return "application/openmetrics-text; version=1.0.0; charset=utf-8";
  }
  return {};
}

// Who names OpenMetrics reads it; which of two it likes better makes no difference to the numbers.
ExpositionFormat choose_format(std::string_view accept) {
  return accept.find("application/openmetrics-text") != accept.npos ? ExpositionFormat::open_metrics
                                                                    : ExpositionFormat::prometheus;
}

// OpenMetrics names a counter without the suffix that its samples have.
void Exposition::family(std::string_view name, MetricType type, std::string_view help) {
  constexpr std::string_view kTotal = "_total";
  name_ = name;
  if (format_ == ExpositionFormat::open_metrics && type == MetricType::counter &&
      name.ends_with(kTotal))
    name.remove_suffix(kTotal.size());
  for (const std::string_view part : {std::string_view("# HELP "), name, std::string_view(" "),
                                      help, std::string_view("\n# TYPE "), name,
                                      std::string_view(" "), name_of(type), std::string_view("\n")})
    out_ += part;
}

void Exposition::end() {
  if (format_ == ExpositionFormat::open_metrics) out_ += "# EOF\n";
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

void Exposition::sample(std::span<const Label> labels, double value) {
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
