// exchange/locations.h - the places that may hold one credential: several when callers differ, one
// credential all the same.
//
// Owner:  the policy that was configured with it. Thread: immutable.
// Trust:  hostile. Different credentials in two places are told apart from one: which of them counts
//         would depend on who reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/location.h"

namespace jg::exchange {

class Locations {
 public:
  Locations() : places_(1) {}  // Authorization: Bearer
  explicit(false) Locations(Location place) : places_{std::move(place)} {}
  explicit Locations(std::vector<Location> places) : places_(std::move(places)) {}

  // One when every place that holds any holds the same.
  Found find(Exchange& exchange) const;
  // From every place.
  void remove(Exchange& exchange) const;

  // Where the field Authorization may hold a token as Bearer, also as DPoP (RFC 9449 section 7.1).
  void add_dpop_scheme();

  const Location& first() const { return places_.front(); }
  bool are_removable() const;
  std::vector<std::string_view> query_parameters() const;
  std::vector<std::string_view> header_fields() const;
  std::string describe() const;  // "header authorization or cookie session"

 private:
  std::vector<std::string_view> names(std::string_view (Location::*name)() const) const;

  std::vector<Location> places_;
};

}  // namespace jg::exchange
