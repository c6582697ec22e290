#include "policies/api_key/policy.h"

namespace jg::policies::api_key {
namespace {

using exchange::CredentialAction;
using exchange::CredentialMode;
using exchange::CredentialSeen;
using exchange::Exchange;
using exchange::Found;
using exchange::Verdict;

constexpr const char* kMissing = "api_key.missing";

CredentialSeen seen_by(const Result<const KeyEntry*>& checked) {
  if (checked) return CredentialSeen::verified;
  return std::string_view(checked.error().code) == kMissing ? CredentialSeen::nothing
                                                            : CredentialSeen::failed;
}

}  // namespace

ApiKeyPolicy::ApiKeyPolicy(Settings settings)
    : mode_(settings.mode),
      location_(std::move(settings.location)),
      keys_(std::move(settings.keys)) {}

Result<Verdict> ApiKeyPolicy::on_request(Exchange& exchange) const {
  auto checked = check(exchange);
  switch (exchange::action_for(seen_by(checked), mode_)) {
    case CredentialAction::refuse: return std::unexpected(std::move(checked.error()));
    case CredentialAction::pass: return Verdict::proceed;
    case CredentialAction::identify: break;
  }
  location_.remove(exchange);
  const KeyEntry& key = **checked;
  exchange.facts.api_key =
      exchange::ApiKey{key.metadata ? key.metadata->root() : json::Value(),
                       key.allowed_models ? &*key.allowed_models : nullptr, text_of(key.digest)};
  return Verdict::proceed;
}

Result<const KeyEntry*> ApiKeyPolicy::check(Exchange& exchange) const {
  const Found found = location_.find(exchange);
  switch (found.count) {
    case Found::Count::none:
      return fail(Blame::client, kMissing, "nothing in " + location_.describe());
    case Found::Count::several:
      return fail(Blame::client, "api_key.ambiguous", "several values in " + location_.describe());
    case Found::Count::one: break;
  }
  const KeyEntry* const key = keys_.find(found.text);
  if (key == nullptr)
    return fail(Blame::client, "api_key.invalid", "no configured key is this one");
  return key;
}

std::vector<exchange::Policy::Remark> ApiKeyPolicy::remarks() const {
  std::vector<Remark> out;
  const auto add = [&](Remark::Kind kind, std::string text) {
    out.push_back({kind, "apiKey: " + std::move(text)});
  };
  add(Remark::Kind::states, std::string(name(mode_)) + ", key in " + location_.describe() + ", " +
                                std::to_string(keys_.size()) +
                                (keys_.size() == 1 ? " key" : " keys"));
  if (mode_ == CredentialMode::optional)
    add(Remark::Kind::warns, "requests without a key are let through (mode optional)");
  if (mode_ == CredentialMode::permissive)
    add(Remark::Kind::warns,
        "requests without a key or with a bad one are let through, the bad key with them "
        "(mode permissive)");
  if (!location_.are_removable())
    add(Remark::Kind::warns, "the key is sent on to the backend: it was found by an expression");
  if (keys_.size() == 0) add(Remark::Kind::warns, "no key is configured: every key is refused");
  return out;
}

}  // namespace jg::policies::api_key
