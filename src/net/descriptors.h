// net/descriptors.h - how many files the process may open.
//
// Limits: the kernel's (`ulimit -n`).
#pragma once

#include <cstddef>

namespace jg::net {

std::size_t descriptor_limit();
// To what the process may choose itself; the soft limit of old is there for select(), which is used
// nowhere.
void raise_descriptor_limit();

}  // namespace jg::net
