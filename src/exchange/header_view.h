// exchange/header_view.h - a request's header fields as expressions read them:
// request.headers["x-team"], request.headers.split()["accept"], request.headers.cookie("session").
//
// Owner: the variables of one evaluation, or its arena; values look into the fields and the arena.
// Spec:  agentgateway's header map. Names are compared without regard to letter case (RFC 9110
//        section 5.1).
// Trust: a view that hides credentials has a mark in the place of what proves who somebody is.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/arena.h"
#include "cel/function.h"
#include "cel/object.h"
#include "http/fields.h"

namespace jg::exchange {

// The methods of a header map, for the compiler.
std::span<const cel::Function> header_methods();

class HeaderView final : public cel::Object {
 public:
  // What a field gives. plain: text when it came once, a list when it came several times; joined:
  // one text; raw: a list, always; split: a list of what commas separate.
  enum class Form : std::uint8_t { plain, joined, raw, split };
  enum class Credentials : std::uint8_t { shown, hidden };

  // `secret` names fields that carry credentials, besides the well-known.
  explicit HeaderView(const http::Fields& fields, Credentials credentials = Credentials::shown,
                      std::span<const std::string> secret = {}, Form form = Form::plain)
      : fields_(fields), credentials_(credentials), secret_(secret), form_(form) {}

  std::optional<cel::Value> field(std::string_view name, Arena& arena) const override;
  bool has(std::string_view name, Arena& arena) const override;
  std::optional<std::size_t> size() const override;
  cel::Entry member(std::size_t index, Arena& arena) const override;
  std::optional<cel::Value> call(std::string_view method, std::span<const cel::Value> arguments,
                                 Arena& arena) const override;

 private:
  http::Fields::const_iterator seek(std::size_t index) const;
  bool is_credential(const http::Field& field) const;
  std::string_view shown(const http::Field& field) const;
  cel::Value cookie(std::string_view name) const;
  cel::Value with(Credentials credentials, Form form, Arena& arena) const;

  const http::Fields& fields_;
  Credentials credentials_;
  std::span<const std::string> secret_;
  Form form_;
  // The field where the name of this index comes first, so that listing in order looks at each once.
  mutable std::size_t place_ = 0;
  mutable std::size_t index_ = 0;
};

}  // namespace jg::exchange
