// config/yaml_reader.h - fills a Tree from its source text: YAML in, our own records out.
//
// Owner: the one place that knows the YAML library; its exceptions end here.
#pragma once

#include "config/document.h"
#include "config/tree.h"

namespace jg::config {

// False when the text cannot be read to its end; the reason has been told. Without an environment
// (an empty function) no variables are put in.
bool read_yaml(Tree& tree, const Environment& environment, Faults& faults, const Limits& limits);

}  // namespace jg::config
