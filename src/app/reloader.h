// app/reloader.h - loads the configuration anew, on a thread of its own, when a file of it changes
// or somebody asks.
//
// Building ten thousand routes takes a second, and taking them apart some time too: neither keeps a
// worker or the control thread waiting.
// Owner:  the server. Thread: all calls from the control thread; what was loaded comes there.
// Limits: a look every kLook; files that go on changing are loaded after kPatience all the same.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/load.h"
#include "net/loop.h"

namespace jg::app {

// Loads the configuration; null, with faults, when it cannot be taken. The files that it reads are
// put into `watched`. Called on the reloader's thread.
using LoadAgain = std::function<std::shared_ptr<const Loaded>(
    std::shared_ptr<config::FileWatch> watched, config::Faults& faults)>;

class Reloader {
 public:
  struct Attempt {
    std::shared_ptr<const Loaded> loaded;  // null when it cannot be taken
    std::string faults;
  };
  using Take = std::function<void(Attempt)>;

  Reloader(LoadAgain load_again, net::Loop& control, Take take);
  ~Reloader();

  // `watched` are the files of the configuration in force.
  void start(std::shared_ptr<config::FileWatch> watched);
  void load_now();
  // Takes apart what is no longer in force, once nobody uses it any more.
  void retire(std::shared_ptr<const Loaded> loaded);
  void stop();

 private:
  static constexpr std::chrono::milliseconds kLook{500};
  static constexpr std::chrono::milliseconds kSettle{250};  // writers often write more than once
  static constexpr std::chrono::milliseconds kPatience{2000};

  void run();
  bool pause(std::chrono::milliseconds time);
  bool take_wish();
  void settle();
  Attempt load();
  void free_retired();

  const LoadAgain load_again_;
  net::Loop& control_;
  const Take take_;

  std::mutex mutex_;
  std::condition_variable woken_;
  bool wanted_ = false;
  bool stopping_ = false;
  std::vector<std::shared_ptr<const Loaded>> retired_;

  std::shared_ptr<config::FileWatch> watched_;  // the thread's own
  std::thread thread_;
};

}  // namespace jg::app
