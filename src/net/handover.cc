#include "net/handover.h"

#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>

namespace jg::net {
namespace {

template <std::size_t N>
void attach(int listening, int option, std::array<sock_filter, N>& program) {
  sock_fprog counted{static_cast<unsigned short>(N), program.data()};
  ::setsockopt(listening, SOL_SOCKET, option, &counted, sizeof counted);
}

}  // namespace

// The sockets of a port stand in the order in which they began to listen: ours, then those of who
// came later. A number beyond the last leaves the choice to the kernel.
void steer_to_others(int listening, unsigned own) {
  std::array<sock_filter, 4> program{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<__u32>(SKF_AD_OFF + SKF_AD_RANDOM)),
      BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, own),
      BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, own),
      BPF_STMT(BPF_RET | BPF_A, 0),
  }};
  attach(listening, SO_ATTACH_REUSEPORT_CBPF, program);
}

void stop_steering(int listening) {
  const int unused = 0;
  ::setsockopt(listening, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, &unused, sizeof unused);
}

// The filter sees the packet from its TCP header on, also the one that ends a handshake.
void turn_new_away(int listening) {
  constexpr __u32 kFlags = 13;  // their place in the header
  constexpr __u32 kAll = 0xffffffff;
  std::array<sock_filter, 5> program{{
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, kFlags),
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, TH_SYN | TH_ACK),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TH_SYN, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 0),
      BPF_STMT(BPF_RET | BPF_K, kAll),
  }};
  attach(listening, SO_ATTACH_FILTER, program);
}

// Who will not share the port is refused it as long as somebody listens.
bool has_listener(const ListenAddress& at) {
  const auto endpoint = endpoint_of(at);
  if (!endpoint) return false;
  const int probe = ::socket(endpoint->protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  const int yes = 1, no = 0;
  ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (endpoint->address().is_v6()) ::setsockopt(probe, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  const bool refused =
      ::bind(probe, endpoint->data(), static_cast<socklen_t>(endpoint->size())) != 0 &&
      errno == EADDRINUSE;
  ::close(probe);
  return refused;
}

}  // namespace jg::net
