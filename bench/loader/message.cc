#include "message.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

namespace jg::bench {
namespace {

constexpr std::size_t kInOneWrite = 64 * 1024;
constexpr std::size_t kFillingBytes = 256 * 1024;

const std::string& filling_bytes() {
  static const std::string bytes(kFillingBytes, 'x');
  return bytes;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool starts_with_field(std::string_view line, std::string_view name) {
  if (line.size() <= name.size() || line[name.size()] != ':') return false;
  return std::equal(name.begin(), name.end(), line.begin(),
                    [](char wanted, char is) { return wanted == lower(is); });
}

}  // namespace

std::string_view find_field(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n"); at != head.npos; at = head.find("\r\n", at)) {
    at += 2;
    if (!starts_with_field(head.substr(at), name)) continue;
    std::string_view value = head.substr(at + name.size() + 1);
    value = value.substr(0, value.find("\r\n"));
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    return value;
  }
  return {};
}

Incoming::Progress Incoming::take(std::string_view bytes) {
  if (!in_body_) return take_head(bytes);
  if (bytes.size() > body_left_) return Progress::broken;
  body_left_ -= bytes.size();
  if (body_left_ > 0) return Progress::more;
  in_body_ = false;
  return Progress::whole;
}

Incoming::Progress Incoming::take_head(std::string_view bytes) {
  // The usual case is a whole head in one read, which needs no copy.
  if (!gathered_.empty()) bytes = gathered_.append(bytes);
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == bytes.npos) {
    if (gathered_.empty()) gathered_ = bytes;
    return gathered_.size() > kHeadBytes ? Progress::broken : Progress::more;
  }
  const std::string_view head = bytes.substr(0, end + 4);
  start_line_ = head.substr(0, head.find('\r'));
  const std::size_t here = bytes.size() - head.size();
  if (!read_length(head) || here > body_left_) return Progress::broken;
  body_left_ -= here;
  in_body_ = body_left_ > 0;
  gathered_.clear();
  return in_body_ ? Progress::more : Progress::whole;
}

bool Incoming::read_length(std::string_view head) {
  const std::string_view length = find_field(head, "content-length");
  body_left_ = 0;
  if (length.empty()) return find_field(head, "transfer-encoding").empty();
  const auto [stop, error] =
      std::from_chars(length.data(), length.data() + length.size(), body_left_);
  return error == std::errc{} && stop == length.data() + length.size();
}

Outgoing::Progress Outgoing::send_to(int descriptor) {
  while (!is_idle()) {
    const bool fills = bytes_.empty();
    const std::string_view next =
        fills ? std::string_view(filling_bytes())
                    .substr(0, std::min<std::uint64_t>(filling_, kFillingBytes))
              : bytes_;
    const ssize_t sent = ::send(descriptor, next.data(), next.size(), MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN || errno == ENOTCONN ? Progress::waits : Progress::broken;
    if (fills)
      filling_ -= static_cast<std::uint64_t>(sent);
    else
      bytes_.remove_prefix(static_cast<std::size_t>(sent));
    if (static_cast<std::size_t>(sent) < next.size()) return Progress::waits;
  }
  return Progress::sent;
}

Message make_message(std::string head, std::string_view body) {
  head.append(body);
  return {std::move(head), 0};
}

Message make_message(std::string head, std::uint64_t body_size) {
  if (head.size() + body_size > kInOneWrite) return {std::move(head), body_size};
  head.append(body_size, 'x');
  return {std::move(head), 0};
}

}  // namespace jg::bench
