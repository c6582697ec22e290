#include "http/h1/write.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstring>

#include "http/grammar.h"
#include "http/h1/codes.h"
#include "http/method.h"

namespace jg::http::h1 {
namespace {

constexpr std::size_t kNumberBytes = 20;    // of 64 bits in decimal
constexpr std::size_t kOwnLineBytes = 256;  // more than start line and the writer's own fields add

std::unexpected<Error> unwritable(const char* code, const char* detail) {
  return fail(Blame::gateway, code, detail);
}

std::size_t bytes_of(const Fields& fields) {
  std::size_t bytes = 0;
  for (const Field& field : fields) bytes += field.name.size() + field.value.size() + 4;
  return bytes;
}

// Room for all of a head, taken at once; what is not kept goes again: nobody sends half a head.
class Draft {
 public:
  Draft(std::string& out, std::size_t most) : out_(out), begin_(out.size()) {
    out_.resize(begin_ + most);
    at_ = out_.data() + begin_;
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() { out_.resize(kept_); }

  void put(std::string_view text) {
    assert(text.size() <= static_cast<std::size_t>(out_.data() + out_.size() - at_));
    if (!text.empty()) std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  void put_number(std::uint64_t number) {
    char digits[kNumberBytes];
    const char* const end = std::to_chars(digits, digits + kNumberBytes, number).ptr;
    put({digits, end});
  }
  void put_field(std::string_view name, std::string_view value) {
    put(name);
    put(": ");
    put(value);
    put("\r\n");
  }
  Result<void> put_checked(const Field& field) {
    if (!is_lower_token(field.name) || !is_value(field.value))
      return unwritable(codes::kUnwritableField, "a byte that would end the field or its name");
    put_field(field.name, field.value);
    return {};
  }
  void keep() { kept_ = static_cast<std::size_t>(at_ - out_.data()); }

 private:
  std::string& out_;
  std::size_t begin_;
  std::size_t kept_ = begin_;
  char* at_;
};

// Fields that the writer decides on itself; whoever passes a head on cannot pass them on.
bool is_connection_field(std::string_view name) {
  switch (name.size()) {
    case 10: return name == "connection" || name == "keep-alive";
    case 14: return name == "content-length";
    case 16: return name == "proxy-connection";
    case 17: return name == "transfer-encoding";
    default: return false;
  }
}

bool is_dropped(std::string_view name, const Control& control) {
  return is_connection_field(name) || (name == "upgrade" && !control.upgrades);
}

void put_connection(Draft& draft, const Control& control, Persistence persistence,
                    Version version) {
  if (control.upgrades) return draft.put("connection: upgrade\r\n");
  if (persistence == Persistence::close) return draft.put("connection: close\r\n");
  if (version == Version::http10) draft.put("connection: keep-alive\r\n");
}

void put_length(Draft& draft, std::uint64_t length) {
  draft.put("content-length: ");
  draft.put_number(length);
  draft.put("\r\n");
}

void put_framing(Draft& draft, const BodyFraming& body) {
  if (body.kind == BodyKind::length) put_length(draft, body.length);
  if (body.kind == BodyKind::chunked) draft.put("transfer-encoding: chunked\r\n");
}

Result<void> put_host(Draft& draft, const RequestHead& head) {
  const std::string_view host =
      head.authority.empty() ? head.fields.find("host").value_or("") : head.authority;
  if (host.empty()) return unwritable(codes::kUnwritableField, "a request without a host");
  return draft.put_checked({"host", host});
}

Result<void> put_response_framing(Draft& draft, const ResponseHead& head, const Control& control,
                                  const Answered& request) {
  if (control.body.kind != BodyKind::none) {
    put_framing(draft, control.body);
    return {};
  }
  if (head.status < 200 || head.status == 204) return {};
  if (request.method == "HEAD" || head.status == 304) {
    const auto length = head.fields.find("content-length");
    return length ? draft.put_checked({"content-length", *length}) : Result<void>();
  }
  put_length(draft, 0);
  return {};
}

}  // namespace

Result<void> write_request_head(std::string& out, const RequestHead& head, const Control& control) {
  if (!is_token(head.method) || !is_target(head.target))
    return unwritable(codes::kUnwritableStartLine, "method or target");
  if (control.body.kind == BodyKind::until_close)
    return unwritable(codes::kUnwritableBody, "a request cannot end by closing");
  Draft draft(out, head.method.size() + head.target.size() + head.authority.size() +
                       bytes_of(head.fields) + kOwnLineBytes);
  draft.put(head.method);
  draft.put(" ");
  draft.put(head.target);
  draft.put(" HTTP/1.1\r\n");
  if (auto host = put_host(draft, head); !host) return host;
  for (const Field& field : head.fields) {
    if (field.name == "host" || is_dropped(field.name, control)) continue;
    if (auto written = draft.put_checked(field); !written) return written;
  }
  put_framing(draft, control.body);
  if (control.body.kind == BodyKind::none && usually_has_body(head.method)) put_length(draft, 0);
  put_connection(draft, control, control.persistence, Version::http11);
  draft.put("\r\n");
  draft.keep();
  return {};
}

Result<void> write_response_head(std::string& out, const ResponseHead& head, const Control& control,
                                 const Answered& request) {
  if (head.status < 100 || head.status > 599 || !is_value(head.reason))
    return unwritable(codes::kUnwritableStartLine, "status or reason");
  if (control.body.kind == BodyKind::chunked && request.version == Version::http10)
    return unwritable(codes::kUnwritableBody, "HTTP/1.0 knows no chunked body");
  Draft draft(out, head.reason.size() + bytes_of(head.fields) + kOwnLineBytes);
  draft.put("HTTP/1.1 ");
  draft.put_number(static_cast<std::uint64_t>(head.status));
  draft.put(" ");
  draft.put(head.reason);
  draft.put("\r\n");
  for (const Field& field : head.fields) {
    if (is_dropped(field.name, control)) continue;
    if (auto written = draft.put_checked(field); !written) return written;
  }
  if (auto framed = put_response_framing(draft, head, control, request); !framed) return framed;
  const bool closes = control.body.kind == BodyKind::until_close;
  put_connection(draft, control, closes ? Persistence::close : control.persistence,
                 request.version);
  draft.put("\r\n");
  draft.keep();
  return {};
}

void write_chunk(std::string& out, std::string_view data) {
  if (data.empty()) return;
  char size[kNumberBytes];
  char* const end = std::to_chars(size, size + kNumberBytes, data.size(), 16).ptr;
  out.append(size, end).append("\r\n").append(data).append("\r\n");
}

Result<void> write_last_chunk(std::string& out, const Fields* trailers) {
  const Fields none;
  const Fields& fields = trailers != nullptr ? *trailers : none;
  Draft draft(out, bytes_of(fields) + kOwnLineBytes);
  draft.put("0\r\n");
  for (const Field& field : fields) {
    if (is_connection_field(field.name))
      return unwritable(codes::kUnwritableField, "a framing field among the trailers");
    if (auto written = draft.put_checked(field); !written) return written;
  }
  draft.put("\r\n");
  draft.keep();
  return {};
}

}  // namespace jg::http::h1
