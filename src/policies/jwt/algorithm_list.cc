#include "policies/jwt/algorithm_list.h"

#include "config/document.h"
#include "config/types.h"

namespace jg::policies::jwt {

config::Type<jose::AlgorithmSet> algorithm_list_type() {
  return config::list_of(config::filled_text(), config::Emptiness::refused)
      .then<jose::AlgorithmSet>([](const std::vector<std::string>& names, const config::Node& node,
                                   config::Faults& faults) {
        std::optional<jose::AlgorithmSet> out(std::in_place);
        for (const std::string& name : names) {
          if (const auto known = jose::find_algorithm(name); known && out) {
            out->insert(jose::allowed_by_name(*known));
          } else if (!known) {
            faults.add(node, config::quoted(name) + " is no algorithm that is known here");
            out.reset();
          }
        }
        return out;
      });
}

}  // namespace jg::policies::jwt
