// cel/functions/groups.h - the one list of function groups.
//
// To add a function: a row in the table of its group's file; its cases in cases/<group>.txt; the
// reference made anew. To add a group: 1. functions/<group>.cc with its table; 2. its declaration
// here; 3. its name in groups.cc; 4. its cases. To remove one: the same places.
#pragma once

#include <span>
#include <string_view>

#include "cel/function.h"

namespace jg::cel::functions {

struct Group {
  std::string_view title;  // in the reference
  std::span<const Function> functions;
};

Group conversions();  // int(), string(), type(), dyn(), ...
Group containers();   // size(), contains()
Group text();         // startsWith(), endsWith(), matches()
Group strings();      // the strings extension
Group format();       // "...".format([...])
Group math();
Group times();
Group optionals();
Group network();
Group encoders();
Group forms();  // form.encode(), form.decode()
Group queries();
Group json();
Group maps();
Group digests();
Group chance();  // random(), uuid()
Group gateway_text();

std::span<const Group> groups();

}  // namespace jg::cel::functions
