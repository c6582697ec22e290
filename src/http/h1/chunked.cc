#include "http/h1/chunked.h"

#include <algorithm>

#include "base/ascii.h"
#include "http/h1/codes.h"
#include "http/h1/field_lines.h"
#include "http/h1/scan.h"
#include "http/trailers.h"

namespace jg::http::h1 {
namespace {

constexpr std::size_t kMaxSizeDigits = 16;

}  // namespace

Result<ChunkedDecoder::Step> ChunkedDecoder::decode(std::string_view input) {
  const std::size_t given = input.size();
  while (!input.empty() && state_ != State::data && state_ != State::done)
    if (const Verdict verdict = take_framing(input); !verdict.good())
      return verdict.as_error(sender_);
  Step step;
  if (state_ == State::data) {
    step.data = input.substr(0, std::min<std::uint64_t>(left_, input.size()));
    input.remove_prefix(step.data.size());
    left_ -= step.data.size();
    if (left_ == 0) state_ = State::data_cr;
  }
  step.consumed = given - input.size();
  step.done = state_ == State::done;
  return step;
}

// Never called with nothing; takes at least one byte when good.
Verdict ChunkedDecoder::take_framing(std::string_view& input) {
  if (state_ == State::trailer) return take_trailer(input);
  const char c = input.front();
  input.remove_prefix(1);
  switch (state_) {
    case State::size: return take_size(c);
    case State::extension:
    case State::quoted:
    case State::escaped: return take_extension(c);
    case State::size_lf: return take_size_lf(c);
    case State::data_cr: return take_data_end(c, '\r', State::data_lf);
    case State::data_lf: return take_data_end(c, '\n', State::size);
    case State::data:
    case State::trailer:
    case State::done: break;
  }
  return kGood;
}

Verdict ChunkedDecoder::take_size(char c) {
  if (const int digit = ascii::hex_value(c); digit >= 0) {
    if (++size_digits_ > kMaxSizeDigits) return bad(codes::kBadChunk, "a size of too many digits");
    left_ = left_ << 4 | static_cast<std::uint64_t>(digit);
    return kGood;
  }
  if (size_digits_ == 0) return bad(codes::kBadChunk, "no size where one must stand");
  if (left_ > INT64_MAX) return bad(codes::kBadChunk, "a size over 63 bits");
  if (c == ';') {
    state_ = State::extension;
  } else if (c == '\r') {
    state_ = State::size_lf;
  } else {
    return bad(codes::kBadChunk, "neither extension nor CRLF behind a size");
  }
  return kGood;
}

// Extensions mean nothing here and are not sent on (RFC 9112 section 7.1.1). They are held to their
// alphabet all the same: where a line ends must not depend on who counts the quotes.
Verdict ChunkedDecoder::take_extension(char c) {
  if (c == '\r' && state_ == State::extension) {
    state_ = State::size_lf;
    return kGood;
  }
  if (++extension_bytes_ > limits_.extension_bytes)
    return bad(codes::kChunkExtensionTooLarge, "chunk extensions over their limit");
  const bool fits = state_ == State::extension
                        ? scan::is_token(c) || c == ';' || c == '=' || c == '"'
                        : scan::is_value(c);
  if (!fits) return bad(codes::kBadChunk, "a byte that no chunk extension has there");
  if (state_ == State::escaped) {
    state_ = State::quoted;
  } else if (c == '"') {
    state_ = state_ == State::quoted ? State::extension : State::quoted;
  } else if (c == '\\' && state_ == State::quoted) {
    state_ = State::escaped;
  }
  return kGood;
}

Verdict ChunkedDecoder::take_data_end(char c, char wanted, State next) {
  if (c != wanted) return bad(codes::kBadChunk, "no CRLF behind a chunk's data");
  state_ = next;
  return kGood;
}

Verdict ChunkedDecoder::take_size_lf(char c) {
  if (c != '\n') return bad(codes::kBadChunk, "CR without LF behind a size");
  state_ = left_ == 0 ? State::trailer : State::data;
  size_digits_ = 0;
  return kGood;
}

Verdict ChunkedDecoder::take_trailer(std::string_view& input) {
  const std::size_t feed = input.find('\n');
  const std::size_t run = feed == std::string_view::npos ? input.size() : feed + 1;
  if (run > limits_.trailer_bytes - trailer_text_.size())
    return bad(codes::kTrailersTooLarge, "trailers over their limit");
  trailer_text_.append(input.substr(0, run));
  input.remove_prefix(run);
  if (feed == std::string_view::npos) return kGood;
  const char first = trailer_text_[trailer_line_];
  trailer_line_ = trailer_text_.size();
  return first == '\r' || first == '\n' ? finish_trailers() : kGood;
}

Verdict ChunkedDecoder::finish_trailers() {
  Cursor cursor{trailer_text_.data(), trailer_text_.data() + trailer_text_.size()};
  FramingFields framing;
  const Verdict read = read_field_lines(cursor, limits_.trailer_fields, trailers_, framing);
  if (!read.good()) return read.incomplete() ? bad(codes::kBadLineEnd, "trailers") : read;
  trailers_.remove_if([](const Field& field) { return !may_be_trailer(field); });
  state_ = State::done;
  return kGood;
}

void ChunkedDecoder::reset() {
  state_ = State::size;
  left_ = 0;
  size_digits_ = 0;
  extension_bytes_ = 0;
  trailer_line_ = 0;
  trailer_text_.clear();
  trailers_.clear();
}

}  // namespace jg::http::h1
