// policies/jwt/key_source.h - the `jwks` of a provider: JSON text, a map with `keys`, or a file.
//
// Errors: told to a Faults at the key's place; a key that cannot be used costs a warning with its
//         reason, no more.
// Limits: config::FileReader and jose::KeySetRules.
// Trust:  the operator's; key material appears in no message.
#pragma once

#include <memory>

#include "config/sources.h"
#include "exchange/feature.h"
#include "jose/key_set.h"

namespace jg::policies::jwt {

config::Type<config::TextSource> key_source_type();

// Null after a fault was told.
std::shared_ptr<const jose::KeySet> load_keys(const config::TextSource& source,
                                              jose::SymmetricKeys symmetric,
                                              const exchange::LoadContext& context,
                                              config::Faults& faults);

}  // namespace jg::policies::jwt
