// exchange/variables.h - what a rule's expression can see of an exchange: the roots, their members,
// their values.
//
// To offer a member: a row in its root's table in variables.cc (and none in expression.cc's list of
// what is to come); what it can never be: objections.cc.
// To offer a root: its table, its row in kRoots, its place in Root. Of both: cases/variables/*.txt.
// Owner:  RequestVariables lives on the stack of one evaluation; values look into the exchange and
//         its arena.
// Thread: the exchange's loop.
// Errors: an absent member is cel.no_such_key when it is read; an absent root is null.
// Limits: nothing is made before an expression asks for it, and then in the arena.
// Trust:  `request` is the client's word; `jwt` and `apiKey` hold nothing that was not verified.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cel/environment.h"
#include "cel/kinds.h"
#include "cel/object.h"
#include "config/environment.h"
#include "exchange/claims_view.h"
#include "exchange/exchange.h"
#include "exchange/header_view.h"

namespace jg::exchange {

// In the order of declaration: a root is its slot.
enum class Root : std::uint8_t {
  request,
  jwt,
  source,
  destination,
  backend,
  env,
  api_key,
  basic_auth,
  llm,
  mcp,
  extauthz,
  extproc,
  metadata,
  response
};

constexpr std::size_t slot_of(Root root) { return static_cast<std::size_t>(root); }

// When an expression is evaluated, which decides what there is to read.
enum class Phase : std::uint8_t {
  connection,  // somebody connects
  request,     // a request is there
  message,     // of MCP: one that the request holds, or an item of a list that answers it
  answer,      // its answer is there
  done,        // all is over, and told of
  never        // not yet in jotgate: known to expressions, and always null
};

// What expressions may refer to, whatever the phase.
cel::Environment request_environment();

// Where this process runs, for `env`; what is not said is absent.
struct Surroundings {
  std::optional<std::string> pod_name;
  std::optional<std::string> pod_namespace;
  std::optional<std::string> gateway;
};
Surroundings read_surroundings(const config::Environment& environment);

class RequestVariables;

// A member of a root, how it is read, and what it may be.
struct Member {
  std::string_view name;
  std::string_view says;  // for the reference
  std::optional<cel::Value> (*read)(const RequestVariables& variables, Arena& arena);
  cel::Kinds kinds = cel::kinds(cel::Kind::string);
  cel::Kinds elements = cel::kAnyKind;
};

struct RootFacts {
  Root root;
  std::string_view name;
  std::string_view says;            // for the reference
  Phase since;                      // also in those that follow
  std::span<const Member> members;  // empty: any may be asked for
};

std::span<const RootFacts> roots();

class MemberView final : public cel::Object {
 public:
  MemberView(std::span<const Member> members, const RequestVariables& variables)
      : members_(members), variables_(variables) {}

  std::optional<cel::Value> field(std::string_view name, Arena& arena) const override;
  std::optional<std::size_t> size() const override { return members_.size(); }
  cel::Entry member(std::size_t index, Arena& arena) const override;

 private:
  std::span<const Member> members_;
  const RequestVariables& variables_;
};

class RequestVariables final : public cel::Activation {
 public:
  using Credentials = HeaderView::Credentials;

  RequestVariables(Exchange& exchange, const Surroundings& surroundings,
                   Credentials credentials = Credentials::shown);
  RequestVariables(const RequestVariables&) = delete;
  RequestVariables& operator=(const RequestVariables&) = delete;

  cel::Value root(std::size_t slot, Arena& arena) const override;
  cel::Value member(const cel::RootMember& member, cel::Context& context) const override;

  const Exchange& exchange() const { return exchange_; }
  const Surroundings& surroundings() const { return surroundings_; }
  bool hides_credentials() const { return credentials_ == Credentials::hidden; }
  const HeaderView& headers() const { return headers_; }
  const HeaderView& answer_headers() const { return answer_headers_; }

 private:
  bool is_there(Root root) const;
  std::optional<cel::Value> find(const cel::RootMember& member, Arena& arena) const;

  const Exchange& exchange_;
  const Surroundings& surroundings_;
  const Credentials credentials_;
  HeaderView headers_;
  HeaderView answer_headers_;
  ClaimsView claims_;
  ClaimsView api_key_;
  MemberView request_;
  MemberView response_;
  MemberView source_;
  MemberView destination_;
  MemberView backend_;
  MemberView env_;
  MemberView llm_;
  MemberView mcp_;
};

}  // namespace jg::exchange
