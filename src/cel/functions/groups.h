// cel/functions/groups.h - the one list of function groups.
//
// To add a function: a row in the table of its group's file.
// To add a group: 1. functions/<group>.cc with its table; 2. its declaration here; 3. its name in
// groups.cc; 4. its test. To remove one: the same places.
#pragma once

#include <span>

#include "cel/function.h"

namespace jg::cel::functions {

using Group = std::span<const Function>;

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
Group json();
Group maps();
Group digests();
Group chance();  // random(), uuid()
Group gateway_text();

std::span<const Group> groups();

}  // namespace jg::cel::functions
