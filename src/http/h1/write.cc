#include "http/h1/write.h"

#include <algorithm>
#include <charconv>

#include "http/h1/codes.h"
#include "http/h1/scan.h"

namespace jg::http::h1 {
namespace {

constexpr std::size_t kNumberBytes = 20;  // of 64 bits in decimal

// Undoes an unfinished head, so that no caller sends half of one.
class Draft {
 public:
  explicit Draft(std::string& out) : out_(out), begin_(out.size()) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (!kept_) out_.resize(begin_);
  }

  void keep() { kept_ = true; }

 private:
  std::string& out_;
  std::size_t begin_;
  bool kept_ = false;
};

bool is_name(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return scan::lower_token(c) == c; });
}

bool is_value(std::string_view text) {
  return scan::find_value_end(text.data(), text.data() + text.size()) == text.data() + text.size();
}

bool is_method(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), scan::is_token);
}

bool is_target(std::string_view text) {
  return (text.starts_with('/') || text == "*") &&
         scan::find_target_end(text.data(), text.data() + text.size()) == text.data() + text.size();
}

std::unexpected<Error> unwritable(const char* code, const char* detail) {
  return fail(Blame::gateway, code, detail);
}

void append_number(std::string& out, std::uint64_t number, int base = 10) {
  char digits[kNumberBytes];
  const auto end = std::to_chars(digits, digits + kNumberBytes, number, base).ptr;
  out.append(digits, end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  const std::size_t at = out.size();
  out.resize(at + name.size() + value.size() + 4);
  char* to = out.data() + at;
  to = std::copy_n(name.data(), name.size(), to);
  *to++ = ':';
  *to++ = ' ';
  to = std::copy_n(value.data(), value.size(), to);
  *to++ = '\r';
  *to = '\n';
}

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

Result<void> append_checked(std::string& out, const Field& field) {
  if (!is_name(field.name) || !is_value(field.value))
    return unwritable(codes::kUnwritableField, "a byte that would end the field or its name");
  append_field(out, field.name, field.value);
  return {};
}

void append_connection(std::string& out, const Control& control, bool says_keep_alive) {
  if (control.upgrades) return append_field(out, "connection", "upgrade");
  if (control.persistence == Persistence::close) return append_field(out, "connection", "close");
  if (says_keep_alive) append_field(out, "connection", "keep-alive");
}

void append_length(std::string& out, std::uint64_t length) {
  out += "content-length: ";
  append_number(out, length);
  out += "\r\n";
}

void append_framing(std::string& out, const BodyFraming& body) {
  if (body.kind == BodyKind::length) append_length(out, body.length);
  if (body.kind == BodyKind::chunked) append_field(out, "transfer-encoding", "chunked");
}

// RFC 9110 section 8.6: a body is expected with these, so its absence is said.
bool usually_has_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

Result<void> append_host(std::string& out, const RequestHead& head) {
  const std::string_view host =
      head.authority.empty() ? head.fields.find("host").value_or("") : head.authority;
  if (host.empty() || !is_value(host))
    return unwritable(codes::kUnwritableField, "a request needs one host");
  append_field(out, "host", host);
  return {};
}

Result<void> append_response_framing(std::string& out, const ResponseHead& head,
                                     const Control& control, const Answered& request) {
  if (control.body.kind != BodyKind::none) {
    append_framing(out, control.body);
    return {};
  }
  if (head.status < 200 || head.status == 204) return {};
  if (request.method == "HEAD" || head.status == 304) {
    const auto length = head.fields.find("content-length");
    return length ? append_checked(out, {"content-length", *length}) : Result<void>();
  }
  append_length(out, 0);
  return {};
}

}  // namespace

Result<void> write_request_head(std::string& out, const RequestHead& head, const Control& control) {
  if (!is_method(head.method) || !is_target(head.target))
    return unwritable(codes::kUnwritableStartLine, "method or target");
  if (control.body.kind == BodyKind::until_close)
    return unwritable(codes::kUnwritableBody, "a request cannot end by closing");
  Draft draft(out);
  out.append(head.method).append(" ").append(head.target).append(" HTTP/1.1\r\n");
  if (auto host = append_host(out, head); !host) return host;
  for (const Field& field : head.fields) {
    if (field.name == "host" || is_dropped(field.name, control)) continue;
    if (auto written = append_checked(out, field); !written) return written;
  }
  append_framing(out, control.body);
  if (control.body.kind == BodyKind::none && usually_has_body(head.method)) append_length(out, 0);
  append_connection(out, control, false);
  out += "\r\n";
  draft.keep();
  return {};
}

Result<void> write_response_head(std::string& out, const ResponseHead& head, const Control& control,
                                 const Answered& request) {
  if (head.status < 100 || head.status > 599 || !is_value(head.reason))
    return unwritable(codes::kUnwritableStartLine, "status or reason");
  if (control.body.kind == BodyKind::chunked && request.version == Version::http10)
    return unwritable(codes::kUnwritableBody, "HTTP/1.0 knows no chunked body");
  Draft draft(out);
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(head.status));
  out.append(" ").append(head.reason).append("\r\n");
  for (const Field& field : head.fields) {
    if (is_dropped(field.name, control)) continue;
    if (auto written = append_checked(out, field); !written) return written;
  }
  if (auto framed = append_response_framing(out, head, control, request); !framed) return framed;
  Control connection = control;
  if (control.body.kind == BodyKind::until_close) connection.persistence = Persistence::close;
  append_connection(out, connection, request.version == Version::http10);
  out += "\r\n";
  draft.keep();
  return {};
}

void write_chunk(std::string& out, std::string_view data) {
  if (data.empty()) return;
  append_number(out, data.size(), 16);
  out.append("\r\n").append(data).append("\r\n");
}

Result<void> write_last_chunk(std::string& out, const Fields& trailers) {
  Draft draft(out);
  out += "0\r\n";
  for (const Field& field : trailers) {
    if (is_connection_field(field.name))
      return unwritable(codes::kUnwritableField, "a framing field among the trailers");
    if (auto written = append_checked(out, field); !written) return written;
  }
  out += "\r\n";
  draft.keep();
  return {};
}

}  // namespace jg::http::h1
