#include "base/random.h"

#include <openssl/rand.h>

#include <cstdlib>
#include <cstring>

namespace jg {

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  // A machine that cannot give random bytes can keep no promise of ours: stop rather than go on
  // predictably.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
    std::abort();
  return out;
}

std::uint64_t random_u64() {
  std::uint64_t value = 0;
  const std::string bytes = random_bytes(sizeof value);
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

}  // namespace jg
