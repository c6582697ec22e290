// http/h1/chunked.h - takes the chunked coding off, piece by piece.
//
// Owner:  data views point into the input of the same call; trailers are kept by the decoder.
// Errors: h1.bad_chunk, h1.chunk_extension_too_large, h1.trailers_too_large, h1.too_many_fields,
//         h1.bad_field, h1.bad_line_end, h1.folded_field.
// Limits: ChunkLimits; a chunk's size fits 63 bits.
// Spec:   RFC 9112 section 7.1.
// Trust:  bytes are hostile: no bare LF, no white space around sizes; extensions are looked at,
//         bounded in total, and discarded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "http/fields.h"
#include "http/h1/verdict.h"

namespace jg::http::h1 {

struct ChunkLimits {
  std::size_t extension_bytes = 4096;  // of a whole message
  std::size_t trailer_bytes = 16 * 1024;
  std::size_t trailer_fields = 32;
};

class ChunkedDecoder {
 public:
  // `sender` is whom an error blames.
  explicit ChunkedDecoder(const ChunkLimits& limits = {}, Blame sender = Blame::client)
      : limits_(limits), sender_(sender) {}
  ChunkedDecoder(const ChunkedDecoder&) = delete;
  ChunkedDecoder& operator=(const ChunkedDecoder&) = delete;

  struct Step {
    std::size_t consumed = 0;  // bytes of `input` done with; call again with the rest
    std::string_view data;     // a run of body bytes, within the consumed ones; may be empty
    bool done = false;         // the last chunk and the trailers have been read
  };

  // consumed == 0 and not done means: more input is needed. After an error only reset() makes
  // sense.
  Result<Step> decode(std::string_view input);

  // Good after done, until reset(). Fields that may not be trailers (framing, routing,
  // authentication; RFC 9110 section 6.5.1) have been dropped.
  const Fields& trailers() const { return trailers_; }
  void reset();

 private:
  enum class State : std::uint8_t {
    size,
    extension,
    quoted,
    escaped,
    size_lf,
    data,
    data_cr,
    data_lf,
    trailer,
    done
  };

  Verdict take_framing(std::string_view& input);
  Verdict take_size(char c);
  Verdict take_extension(char c);
  Verdict take_size_lf(char c);
  Verdict take_data_end(char c, char wanted, State next);
  Verdict take_trailer(std::string_view& input);
  Verdict finish_trailers();

  ChunkLimits limits_;
  Blame sender_;
  State state_ = State::size;
  std::uint64_t left_ = 0;
  std::size_t size_digits_ = 0;
  std::size_t extension_bytes_ = 0;
  std::size_t trailer_line_ = 0;  // where the last line of trailer_text_ begins
  std::string trailer_text_;
  Fields trailers_;
};

}  // namespace jg::http::h1
