// base/log_outlet.h - where the operator's log goes instead of standard error, so that whoever logs
// does not wait for it.
//
// Owner:  the application; it takes its outlet back before that ends.
// Thread: any; the outlet is called by one thread at a time.
#pragma once

#include <functional>
#include <string_view>

namespace jg::log {

// Takes one whole line. Must not log.
using Outlet = std::function<void(std::string_view line)>;

// An empty one: standard error again.
void set_outlet(Outlet outlet);

}  // namespace jg::log
