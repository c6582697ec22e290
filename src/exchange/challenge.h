// exchange/challenge.h - what a refusal tells of how to get in: the field WWW-Authenticate.
//
// Owner:  the snapshot; exchanges look into it.
// Thread: immutable.
// Spec:   RFC 6750 section 3; RFC 9449 section 7.1; RFC 9728 section 5.1.
// Trust:  its texts are the operator's, checked at load: none can end a quoted string.
#pragma once

#include <string>
#include <vector>

#include "config/type.h"

namespace jg::exchange {

class Exchange;
struct Refusal;

struct Challenge {
  std::string realm = "jotgate";
  std::string scope = {};              // what a token should have; empty when nothing is said
  std::string resource_metadata = {};  // where clients read more; empty for nowhere
  bool offers_bearer = true;           // a token may come without proof of a key
  std::string dpop_algorithms = {};    // that proofs may be signed with; empty: none are taken
  bool is_to_holder = false;           // the caller has shown to hold the token's DPoP key
};

// One for each scheme, by the challenge of the exchange, else a plain one; none when the refusal
// calls for none.
std::vector<std::string> challenge_texts(const Exchange& exchange, const Refusal& refusal);

// {realm: text, scopes: [text]}
config::Type<Challenge> challenge_type();

// A list of scopes as the one text that RFC 6749 section 3.3 makes of it.
config::Type<std::string> scopes_type();

}  // namespace jg::exchange
