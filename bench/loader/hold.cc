#include "hold.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

#include "message.h"
#include "socket.h"

namespace jg::bench {
namespace {

// A whole answer, or of a stream its first event.
bool is_there(std::string_view got) {
  const std::size_t end = got.find("\r\n\r\n");
  if (end == got.npos) return false;
  const std::string_view body = got.substr(end + 4);
  if (body.find("\n\n") != body.npos) return true;
  return find_field(got.substr(0, end + 4), "content-length") == std::to_string(body.size());
}

bool send_request(int descriptor, const std::string& request) {
  return ::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(request.size());
}

bool await_answer(int descriptor) {
  std::string got;
  char buffer[4096];
  while (!is_there(got)) {
    const ssize_t count = ::recv(descriptor, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    got.append(buffer, static_cast<std::size_t>(count));
  }
  return got.starts_with("HTTP/1.1 200");
}

// Some at a time: one by one would take long, all at once would open as many to the upstream.
bool open_batch(const HoldPlan& plan, unsigned count) {
  std::vector<int> opened;  // closed by the process's end
  for (unsigned i = 0; i < count; ++i) {
    const int descriptor = connect_to(plan.port, Waiting::blocks);
    if (descriptor < 0 || !send_request(descriptor, plan.request)) return false;
    opened.push_back(descriptor);
  }
  return std::ranges::all_of(opened, await_answer);
}

}  // namespace

int hold(const HoldPlan& plan) {
  constexpr unsigned kBatch = 40;
  for (unsigned open = 0; open < plan.connections; open += kBatch) {
    if (!open_batch(plan, std::min(kBatch, plan.connections - open))) {
      std::fprintf(stderr, "jotgate-bench-loader: not answered, after %u connections\n", open);
      return 1;
    }
  }
  std::puts("ready");
  std::fflush(stdout);
  char byte;
  while (::read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return 0;
}

}  // namespace jg::bench
