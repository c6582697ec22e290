#include "policies/jwt/binding.h"

#include "config/types.h"
#include "jose/codes.h"

namespace jg::policies::jwt {

config::Type<Binding> binding_type() {
  return config::enumeration<Binding>(
      {{"off", Binding::off}, {"ifBound", Binding::if_bound}, {"required", Binding::required}});
}

Result<Confirmation> read_confirmation(json::Value claims, const Bindings& checked) {
  Confirmation out;
  const auto cnf = claims.find("cnf");
  if (!cnf || checked.are_off()) return out;
  bool is_known = cnf->kind() == json::Kind::object && cnf->size() > 0;
  cnf->for_each_member([&](std::string_view name, json::Value value) {
    const auto text = value.as_string();
    if (name == "x5t#S256" && checked.certificate != Binding::off && text)
      out.certificate = text;
    else if (name == "jkt" && checked.proof_key != Binding::off && text)
      out.proof_key = text;
    else
      is_known = false;
  });
  if (is_known) return out;
  return fail(Blame::client, jose::codes::kUncheckedBinding,
              "\"cnf\" names a key in a way that is not checked here");
}

}  // namespace jg::policies::jwt
