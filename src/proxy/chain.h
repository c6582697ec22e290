// proxy/chain.h - the policies of one phase, in the order of their stages.
//
// Owner: the snapshot. Thread: immutable.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "exchange/policy.h"

namespace jg::proxy {

class Chain {
 public:
  // `key` names the policy to who reads an explanation; it has static storage.
  void add(exchange::Stage stage, std::shared_ptr<const exchange::Policy> policy,
           std::string_view key = {});

  // Runs until one answers or refuses. `ran` is how many were asked, for the way back; an exchange
  // that is only explained has none.
  Task<Result<exchange::Verdict>> on_request(exchange::Exchange& exchange, std::size_t& ran) const;
  // Whether some policy of those asked wants the answer's body before on_response.
  bool reads_answer(std::size_t ran) const;
  void on_response(exchange::Exchange& exchange, std::size_t ran) const;
  void on_done(exchange::Exchange& exchange, std::size_t ran) const;

  bool empty() const { return steps_.empty(); }
  std::vector<exchange::Policy::Remark> remarks() const;
  std::vector<std::string> own_paths() const;
  bool has_stance(exchange::Policy::Stance stance) const;

 private:
  struct Step {
    exchange::Stage stage;
    std::shared_ptr<const exchange::Policy> policy;
    std::string_view key;
    exchange::Policy::Bodies bodies;
  };
  std::vector<Step> steps_;
};

}  // namespace jg::proxy
