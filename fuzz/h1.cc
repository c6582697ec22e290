// fuzz/h1.cc - a connection's bytes through the HTTP/1 codec: heads, framing, bodies, and back.
//
// Holds: nothing is read or written out of bounds; bytes that come one by one read as bytes that
// come at once; what was read can be written, and what was written reads as the same message.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/h1/chunked.h"
#include "http/h1/head.h"
#include "http/h1/write.h"

namespace {

using namespace jg::http;
using namespace jg::http::h1;

constexpr HeadLimits kLimits{.bytes = 4096, .fields = 20, .target_bytes = 1024};
constexpr ChunkLimits kChunkLimits{
    .extension_bytes = 64, .trailer_bytes = 512, .trailer_fields = 8};

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_framing(std::string_view name) {
  return name == "host" || name == "connection" || name == "keep-alive" || name == "upgrade" ||
         name == "proxy-connection" || name == "content-length" || name == "transfer-encoding";
}

// The fields that a writer passes on as they are.
Fields plain(const Fields& fields) {
  Fields out;
  for (const Field& field : fields)
    if (!is_framing(field.name)) out.add(field.name, field.value);
  return out;
}

bool same(const Fields& a, const Fields& b) {
  if (a.size() != b.size()) return false;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (x->name != y->name || x->value != y->value) return false;
  return true;
}

struct Request {
  std::string text;
  RequestHead head;
  Control control;

  jg::Result<std::size_t> parse() {
    Progress progress;
    return parse_request_head(text.data(), text.size(), kLimits, progress, head, control);
  }
};

struct Response {
  std::string text;
  ResponseHead head;
  Control control;

  jg::Result<std::size_t> parse() {
    Progress progress;
    return parse_response_head(text.data(), text.size(), kLimits, progress, "GET", head, control);
  }
};

// The text stands in a buffer of its exact size, so that a step beyond its end is seen.
template <class Message>
void check_pieces(Message whole, std::string_view text) {
  const auto expected = whole.parse();
  std::string buffer;
  Progress progress;
  Message message;
  for (std::size_t size = 1; size <= text.size(); ++size) {
    buffer.assign(text.substr(0, size));
    buffer.shrink_to_fit();
    jg::Result<std::size_t> read = 0;
    if constexpr (std::is_same_v<Message, Request>)
      read =
          parse_request_head(buffer.data(), size, kLimits, progress, message.head, message.control);
    else
      read = parse_response_head(buffer.data(), size, kLimits, progress, "GET", message.head,
                                 message.control);
    if (!read)
      return require(!expected && std::string_view(read.error().code) == expected.error().code);
    if (*read != 0) return require(expected && *expected == *read && size == *read);
  }
  // A fault in a line whose end has not come may go unseen byte by byte, never the other way round.
  require(!expected || *expected == 0);
}

void check_written(const Request& request) {
  Request again;
  require(write_request_head(again.text, request.head, request.control).has_value() ||
          request.head.authority.empty());
  if (again.text.empty()) return;
  const auto read = again.parse();
  if (!read) return require(again.text.size() > request.text.size());  // grew over a limit
  require(*read == again.text.size());
  require(again.head.method == request.head.method && again.head.target == request.head.target);
  require(again.head.authority == request.head.authority);
  require(same(plain(again.head.fields), plain(request.head.fields)));
  require(again.control.body.length == request.control.body.length);
  require(again.control.persistence == request.control.persistence || request.control.upgrades);
  require(again.control.upgrades == request.control.upgrades);
}

void check_written(const Response& response) {
  Response again;
  require(write_response_head(again.text, response.head, response.control).has_value());
  const auto read = again.parse();
  if (!read) return require(again.text.size() > response.text.size());
  require(*read == again.text.size());
  require(again.head.status == response.head.status && again.head.reason == response.head.reason);
  require(same(plain(again.head.fields), plain(response.head.fields)));
  require(again.control.body.kind == response.control.body.kind);
  require(again.control.body.length == response.control.body.length);
  require(again.control.upgrades == response.control.upgrades);
}

struct Body {
  std::string data;
  bool done = false;
  bool failed = false;

  bool operator==(const Body&) const = default;
};

Body decode(ChunkedDecoder& decoder, std::string_view text, std::size_t piece) {
  Body body;
  while (!body.done) {
    const auto step = decoder.decode(text.substr(0, piece));
    if (!step) {
      body.failed = true;
      break;
    }
    if (step->consumed == 0 && !step->done) break;
    require(step->data.size() <= step->consumed);
    body.data += step->data;
    body.done = step->done;
    text.remove_prefix(step->consumed);
  }
  return body;
}

void check_chunks(std::string_view text) {
  ChunkedDecoder decoder(kChunkLimits);
  const Body whole = decode(decoder, text, std::string_view::npos);
  ChunkedDecoder slow(kChunkLimits);
  require(decode(slow, text, 1) == whole);
  if (!whole.done) return;
  std::string written;
  write_chunk(written, whole.data);
  require(write_last_chunk(written, &decoder.trailers()).has_value());
  ChunkedDecoder again(kChunkLimits);
  const Body read = decode(again, written, std::string_view::npos);
  require(read == whole || read.failed);  // "a:b" is written "a: b", which may pass the limit
  if (!read.failed) require(same(again.trailers(), decoder.trailers()));
}

template <class Message>
void check(std::string_view text) {
  Message message;
  message.text = text;
  const auto read = message.parse();
  check_pieces(Message{std::string(text), {}, {}}, text);
  if (!read || *read == 0) return;
  check_written(message);
  if (message.control.body.kind == BodyKind::chunked) check_chunks(text.substr(*read));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 8192) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0: check<Request>(text); break;
    case 1: check<Response>(text); break;
    default: check_chunks(text); break;
  }
  return 0;
}
