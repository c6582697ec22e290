// exchange/kept_states.h - what policies remember beyond their snapshot, for the next one to find
// again.
//
// Owner:  the application. It keeps nothing alive itself: a state goes with the last snapshot whose
//         policies hold it.
// Thread: whoever loads. What is kept says itself how workers share it.
// Errors: a make() that fails gives null, which is not remembered.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <typeindex>
#include <utility>

namespace jg::exchange {

class KeptStates {
 public:
  // The state that a policy in force holds under `key`, or what make() gives when there is none.
  // The key says all that the state depends on: where it stands, when two policies that look alike
  // must not share it, and every setting that it would be wrong to change beneath it.
  template <class State, class Make>
  std::shared_ptr<const State> keep(std::string key, Make&& make) {
    const Key full(typeid(State), std::move(key));
    if (const auto found = states_.find(full); found != states_.end())
      if (auto held = found->second.lock()) return std::static_pointer_cast<const State>(held);
    std::shared_ptr<const State> made = make();
    if (made) {
      sweep();
      states_.insert_or_assign(full, made);
    }
    return made;
  }

 private:
  // When there are twice as many as the last sweep left, so that it costs little for each.
  void sweep() {
    if (states_.size() < sweep_at_) return;
    std::erase_if(states_, [](const auto& state) { return state.second.expired(); });
    sweep_at_ = 2 * states_.size() + 16;
  }

  using Key = std::pair<std::type_index, std::string>;
  std::map<Key, std::weak_ptr<const void>> states_;
  std::size_t sweep_at_ = 16;
};

}  // namespace jg::exchange
