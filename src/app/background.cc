#include "app/background.h"

#include <utility>

#include "net/event.h"

namespace jg::app {

Background::Background() : thread_([this] { loop_.run(); }) {}

Background::~Background() { stop(); }

// The frame outlives the work: who destroys the waiting task has stopped the thread before.
Task<std::string> Background::run(net::Loop& home, std::function<std::string()> work) {
  net::Event done(home);
  std::string text;
  loop_.post([&home, &done, &text, work = std::move(work)] {
    text = work();
    home.post([&done] { done.set(); });
  });
  co_await done.wait();
  co_return text;
}

void Background::stop() {
  loop_.stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace jg::app
