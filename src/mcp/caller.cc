#include "mcp/caller.h"

#include "base/digest.h"

namespace jg::mcp {
namespace {

// Lengths keep what stands side by side apart.
void append(std::string& out, char kind, std::string_view text) {
  out += kind;
  out.append(std::to_string(text.size())).append(":").append(text);
}

}  // namespace

std::string caller_of(const exchange::Exchange& exchange) {
  const exchange::Facts& facts = exchange.facts;
  std::string out;
  if (const auto& identity = facts.identity) {
    append(out, 'i', identity->issuer);
    const std::string_view subject = identity->subject();
    if (!subject.empty())
      append(out, 's', subject);
    else if (identity->token)
      append(out, 't', text_of(sha256(identity->token->reveal())));
  }
  if (facts.api_key) append(out, 'k', facts.api_key->digest);
  if (out.empty() && exchange.tls != nullptr && exchange.tls->certificate)
    append(out, 'c', text_of(sha256(exchange.tls->certificate->der)));
  return out;
}

}  // namespace jg::mcp
