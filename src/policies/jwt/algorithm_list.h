// policies/jwt/algorithm_list.h - a list of names of algorithms, as the configuration has it.
#pragma once

#include "config/type.h"
#include "jose/algorithm.h"

namespace jg::policies::jwt {

config::Type<jose::AlgorithmSet> algorithm_list_type();

}  // namespace jg::policies::jwt
