#include "mcp/stdio/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

extern char** environ;

namespace jg::mcp {
namespace {

constexpr int kStreams = 3;

std::unexpected<Error> cannot(const Command& command, const char* what, int error) {
  return fail(Blame::config, "mcp.server_start",
              "target " + command.name + ": " + command.program + ": " + what + ": " +
                  std::strerror(error));
}

// A pidfd. glibc 2.36 declares pidfd_open, but not for C++.
int watch_of(pid_t id) { return static_cast<int>(::syscall(SYS_pidfd_open, id, O_NONBLOCK)); }

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

// A name that is set by the command hides the gateway's own.
std::vector<std::string> make_environment(const Command& command) {
  std::vector<std::string> out;
  for (const auto& [name, value] : command.environment) out.push_back(name + "=" + value);
  if (command.clears_environment) return out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    bool is_set = false;
    for (const auto& [own, value] : command.environment) is_set |= own == name;
    if (!is_set) out.emplace_back(text);
  }
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// What posix_spawn is told, freed at the end.
struct SpawnPlan {
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }

  void give(int descriptor, int as) { posix_spawn_file_actions_adddup2(&actions, descriptor, as); }
  // Whatever the gateway has open stays its own, and a signal that it ignores is not ignored there.
  void separate(const std::string& directory) {
    posix_spawn_file_actions_addclosefrom_np(&actions, kStreams);
    if (!directory.empty()) posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

}  // namespace

struct Process::Ends {
  std::array<Descriptor, kStreams> of;
};

Result<std::unique_ptr<Process>> Process::start(const Command& command, net::Loop& loop) {
  Ends ours;
  Ends theirs;
  for (std::size_t i = 0; i < kStreams; ++i) {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
      return cannot(command, "no stream to it", errno);
    ours.of[i] = Descriptor(pair[0]);
    theirs.of[i] = Descriptor(pair[1]);
  }
  SpawnPlan plan;
  for (int i = 0; i < kStreams; ++i) plan.give(theirs.of[static_cast<std::size_t>(i)].get(), i);
  plan.separate(command.directory);
  std::vector<std::string> arguments{command.program};
  arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
  std::vector<std::string> environment = make_environment(command);
  pid_t id = 0;
  const int error = ::posix_spawnp(&id, command.program.c_str(), &plan.actions, &plan.attributes,
                                   pointers(arguments).data(), pointers(environment).data());
  if (error != 0) return cannot(command, "cannot be run", error);
  Descriptor watch(watch_of(id));
  if (watch.get() < 0) {
    const int why = errno;
    ::kill(-id, SIGKILL);
    ::waitpid(id, nullptr, 0);
    return cannot(command, "cannot be watched", why);
  }
  for (const Descriptor& end : ours.of) ::fcntl(end.get(), F_SETFL, O_NONBLOCK);
  std::unique_ptr<Process> out(new Process(loop, id, watch.release(), ours));
  for (Descriptor& end : ours.of) end.release();
  if (!loop.poller().add(out->exit_watch_, *out))
    return cannot(command, "cannot be watched", errno);
  return out;
}

Process::Process(net::Loop& loop, pid_t id, int exit_watch, const Ends& ours)
    : loop_(loop),
      id_(id),
      exit_watch_(exit_watch),
      ended_(loop),
      input_(loop, ours.of[0].get()),
      output_(loop, ours.of[1].get()),
      errors_(loop, ours.of[2].get()) {}

Process::~Process() {
  // Who cannot be killed at once is the kernel's to bury, and nobody waits for that.
  if (id_is_ours_) {
    signal(SIGKILL);
    ::waitpid(id_, nullptr, WNOHANG);
  }
  loop_.poller().remove(*this);
  ::close(exit_watch_);
}

// It may have left the group that it was given.
void Process::signal(int number) {
  if (!id_is_ours_) return;
  ::kill(-id_, number);
  ::kill(id_, number);
}

void Process::on_poll(std::uint32_t) {
  if (id_is_ours_) reap();
}

// What the process left behind in its group goes with it, while the number still means that group.
void Process::reap() {
  ::kill(-id_, SIGKILL);
  ::waitpid(id_, nullptr, 0);
  id_is_ours_ = false;
  ended_.set();
}

}  // namespace jg::mcp
