// app/background.h - a thread for work that would keep the control loop from answering: texts of
// many megabytes.
//
// Owner:  the server. Thread: run() from the loop that awaits it.
// Limits: one piece of work at a time; who awaits bounds how many wait.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "net/loop.h"

namespace jg::app {

class Background {
 public:
  Background();
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  // What `work` gives, which owns all that it works with.
  Task<std::string> run(net::Loop& home, std::function<std::string()> work);
  // Ends the work at hand; what waits is dropped.
  void stop();

 private:
  net::Loop loop_;
  std::thread thread_;
};

}  // namespace jg::app
