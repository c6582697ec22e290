#include <array>
#include <string>

#include "base/hex.h"
#include "base/random.h"
#include "cel/functions/groups.h"

namespace jg::cel::functions {
namespace {

constexpr std::uint64_t kDoubleBits = std::uint64_t{1} << 53;

// Evenly from [0, 1).
Value random(const Call&) {
  return Value::real(static_cast<double>(random_u64() % kDoubleBits) /
                     static_cast<double>(kDoubleBits));
}

// RFC 9562 section 5.4: version 4.
Value uuid(const Call& call) {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    append_hex(out, bytes[i]);
  }
  return call.context.copy_string(out);
}

// Stops the evaluation on purpose. Its text may hold whatever the expression reads: it is shown to who
// reads the log, and to no client.
Value fail(const Call& call) {
  if (call.args.empty()) return Value::error(ErrorCode::failed, "fail() was called");
  if (!call.args[0].is(Kind::string)) return no_overload();
  const Value terminated = call.context.copy_string(std::string(call.args[0].as_text()) + '\0');
  return terminated.is_error() ? terminated
                               : Value::error(ErrorCode::failed, terminated.as_text().data());
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "random",
     .signature = "-> double",
     .says = "From 0 to less than 1, anew each time",
     .body = random,
     .purity = Purity::impure,
     .dialect = Dialect::gateway},
    {.name = "uuid",
     .signature = "-> string",
     .says = "A random UUID (version 4), anew each time",
     .body = uuid,
     .purity = Purity::impure,
     .dialect = Dialect::gateway},
    {.name = "fail",
     .signature = "string? -> any",
     .says = "Always an error; its text is in the log, so no credential belongs into it",
     .body = fail,
     .purity = Purity::impure,
     .dialect = Dialect::gateway},
});

}  // namespace

Group chance() { return {"Chance and failure", kTable}; }

}  // namespace jg::cel::functions
