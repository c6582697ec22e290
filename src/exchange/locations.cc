#include "exchange/locations.h"

#include <algorithm>

namespace jg::exchange {

Found Locations::find(Exchange& exchange) const {
  Found out;
  for (const Location& place : places_) {
    const Found found = place.find(exchange);
    if (found.count == Found::Count::none) continue;
    const bool is_another = out.count == Found::Count::one && out.text != found.text;
    if (found.count == Found::Count::several || is_another) return {Found::Count::several};
    out = found;
  }
  return out;
}

void Locations::add_dpop_scheme() {
  if (std::ranges::any_of(places_, &Location::is_bearer)) places_.push_back(Location::dpop());
}

void Locations::remove(Exchange& exchange) const {
  for (const Location& place : places_) place.remove(exchange);
}

bool Locations::are_removable() const {
  return std::ranges::all_of(places_, &Location::is_removable);
}

std::vector<std::string_view> Locations::query_parameters() const {
  return names(&Location::query_parameter);
}
std::vector<std::string_view> Locations::header_fields() const {
  return names(&Location::header_field);
}

std::vector<std::string_view> Locations::names(std::string_view (Location::*name)() const) const {
  std::vector<std::string_view> out;
  for (const Location& place : places_)
    if (const auto found = (place.*name)(); !found.empty()) out.push_back(found);
  return out;
}

std::string Locations::describe() const {
  std::string out;
  for (const Location& place : places_)
    if (!place.is_dpop()) out += (out.empty() ? "" : " or ") + place.describe();
  return out;
}

}  // namespace jg::exchange
