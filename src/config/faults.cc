#include "config/faults.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "config/document.h"

namespace jg::config {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// A key or a file name may hold anything; a log line must stay one line.
std::string printable(std::string text) {
  std::ranges::replace_if(text, is_control, '?');
  return text;
}

// The same of several lines.
std::string printable_lines(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c != '\n' && is_control(c); }, ' ');
  return text;
}

}  // namespace

std::string Fault::line() const {
  std::string out = place.file;
  if (place.mark.line != 0)
    out += ":" + std::to_string(place.mark.line) + ":" + std::to_string(place.mark.column);
  if (!out.empty()) out += ": ";
  if (severity == Severity::warning) out += "warning: ";
  if (!place.path.empty()) out += place.path + ": ";
  return printable(out + message);
}

void Faults::keep(Fault fault) {
  ++(fault.severity == Severity::error ? errors_ : warnings_);
  if (kept_.size() < kMostFaults) {
    kept_.push_back(std::move(fault));
    return;
  }
  // An error is worth more than a warning that came before it.
  if (fault.severity == Severity::warning) return;
  const auto warning = std::ranges::find(kept_, Severity::warning, &Fault::severity);
  if (warning != kept_.end()) *warning = std::move(fault);
}

void Faults::add(Place place, std::string message, std::string excerpt) {
  keep({std::move(place), Severity::error, std::move(message), std::move(excerpt)});
}

void Faults::warn(Place place, std::string message, std::string excerpt) {
  keep({std::move(place), Severity::warning, std::move(message), std::move(excerpt)});
}

void Faults::add(const Node& node, std::string message) {
  if (!node.is_broken()) add(node.place(), std::move(message));
}

void Faults::warn(const Node& node, std::string message) {
  if (!node.is_broken()) warn(node.place(), std::move(message));
}

std::vector<Fault> Faults::sorted() const {
  std::vector<std::size_t> order(kept_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [this](std::size_t at) {
    const Place& place = kept_[at].place;
    return std::tuple<const std::string&, Mark, std::size_t>(place.file, place.mark, at);
  });
  std::vector<Fault> out;
  for (const std::size_t at : order) out.push_back(kept_[at]);
  return out;
}

std::string Faults::text() const {
  std::string out;
  for (const Fault& fault : sorted()) {
    out += fault.line() + "\n";
    if (!fault.excerpt.empty()) out += printable_lines(fault.excerpt) + "\n";
  }
  const std::size_t left_out = errors_ + warnings_ - kept_.size();
  if (left_out > 0) out += "and " + std::to_string(left_out) + " more\n";
  return out;
}

Error Faults::as_error() const { return {Blame::config, "config.invalid", text()}; }

}  // namespace jg::config
