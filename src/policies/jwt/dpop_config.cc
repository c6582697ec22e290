// `dpop` of a provider: a mode, or a map with more.
#include "config/schema.h"
#include "policies/jwt/algorithm_list.h"
#include "policies/jwt/dpop.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using jose::Algorithm;

constexpr std::chrono::seconds kLongestWindow{600};

constexpr jose::AlgorithmSet kAsymmetric = {Algorithm::es256, Algorithm::es384,   Algorithm::es512,
                                            Algorithm::eddsa, Algorithm::ed25519, Algorithm::ed448,
                                            Algorithm::ps256, Algorithm::ps384,   Algorithm::ps512,
                                            Algorithm::rs256, Algorithm::rs384,   Algorithm::rs512};

struct DpopMap {
  Binding mode = Binding::if_bound;
  std::optional<jose::AlgorithmSet> algorithms = {};
  std::chrono::seconds window{60};
  std::vector<http::Url> origins = {};
};

// RFC 9449 section 4.3: a proof with a shared secret proves nothing.
config::Type<jose::AlgorithmSet> asymmetric_type() {
  return algorithm_list_type().then<jose::AlgorithmSet>(
      [](jose::AlgorithmSet set, const Node& node,
         Faults& faults) -> std::optional<jose::AlgorithmSet> {
        for (const Algorithm shared : {Algorithm::hs256, Algorithm::hs384, Algorithm::hs512})
          if (set.contains(shared)) {
            faults.add(node, "a shared secret proves nothing of who sends a token");
            return std::nullopt;
          }
        return set;
      });
}

config::Type<http::Url> origin_type() {
  return config::filled_text().then<http::Url>([](const std::string& text, const Node& node,
                                                  Faults& faults) -> std::optional<http::Url> {
    auto url = http::parse_url(text);
    if (url && (url->path.empty() || url->path == "/") && url->query.empty())
      return std::move(*url);
    faults.add(node, "found " + node.shown() + "; expected an origin such as https://api.example");
    return std::nullopt;
  });
}

config::Type<DpopMap> map_type() {
  return config::object(
      config::Object<DpopMap>("Dpop", "How proofs of a token's key (RFC 9449) are checked.")
          .optional("mode", &DpopMap::mode, binding_type(),
                    "ifBound: of tokens with cnf.jkt. required: every token must be bound so.")
          .optional("algorithms", &DpopMap::algorithms, asymmetric_type(),
                    "The algorithms that may sign a proof; all that are asymmetric when left out.")
          .optional(
              "window", &DpopMap::window, config::duration(std::chrono::seconds(1), kLongestWindow),
              "How far a proof's iat may lie back (ahead: 5s at most). So long it is remembered.")
          .optional("origins", &DpopMap::origins,
                    config::list_of(origin_type(), config::Emptiness::refused),
                    "The scheme and host by which clients know the gateway, where something in "
                    "front of it changes them; what they asked for when left out.")
          .ours({"mode", "algorithms", "window", "origins"})
          .never_empty({"mode", "algorithms", "window", "origins"})
          .removed("nonce", "nonces of the server (RFC 9449 section 9) are not supported"));
}

}  // namespace

config::Type<Dpop> dpop_type(const exchange::LoadContext& context) {
  const auto mode = binding_type().then<DpopMap>(
      [](Binding chosen, const Node&, Faults&) { return std::optional(DpopMap{.mode = chosen}); });
  return config::one_of<DpopMap>({mode, map_type()})
      .then<Dpop>([states = context.states](DpopMap map, const Node&, Faults&) {
        if (map.mode == Binding::off) return std::optional(Dpop());
        return std::optional(
            Dpop{map.mode, map.algorithms.value_or(kAsymmetric), map.window, std::move(map.origins),
                 states->keep<ReplayMemory>(std::to_string(map.window.count()), [&] {
                   return std::make_shared<const ReplayMemory>(map.window);
                 })});
      });
}

}  // namespace jg::policies::jwt
