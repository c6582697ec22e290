#include "llm/providers/echo_embeddings.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/base64.h"
#include "base/random.h"
#include "json/writer.h"
#include "llm/providers/echo_turn.h"

namespace jg::llm {
namespace {

std::unexpected<Error> refuse(const char* why) {
  return fail(Blame::client, "llm.invalid_request", why);
}

struct Input {
  std::string text;
  std::uint64_t tokens = 0;
};

bool is_token_list(json::Value value) {
  return value.kind() == json::Kind::array && value.size() > 0 && value.at(0)->as_int().has_value();
}

Input read_input(json::Value value) {
  if (const auto text = value.as_string())
    return {std::string(*text), std::max<std::uint64_t>(count_words(*text), 1)};
  return {value.dump(), value.size()};
}

// One text, one list of tokens, or a list of either.
Result<std::vector<Input>> read_inputs(std::optional<json::Value> input) {
  std::vector<Input> out;
  if (!input) return refuse("input is absent");
  if (input->as_string() || is_token_list(*input)) {
    out.push_back(read_input(*input));
    return out;
  }
  bool is_good = input->size() > 0;
  input->for_each_element([&](json::Value one) {
    is_good = is_good && (one.as_string() || is_token_list(one));
    if (is_good) out.push_back(read_input(one));
  });
  if (!is_good) return refuse("input is neither text nor tokens nor a list of them");
  return out;
}

Result<std::size_t> read_dimensions(json::Value request) {
  const auto asked = request.find("dimensions");
  if (!asked || asked->is_null()) return kUsualDimensions;
  const auto count = asked->as_uint();
  if (!count || *count == 0 || *count > kMostDimensions)
    return refuse("dimensions is out of range");
  return static_cast<std::size_t>(*count);
}

std::vector<float> vector_of(std::string_view text, std::size_t dimensions) {
  FastRandom random(hash_text(text));
  std::vector<float> out(dimensions);
  double square = 0;
  for (float& number : out) {
    number = static_cast<float>(static_cast<std::int64_t>(random.below(2001)) - 1000) / 1000;
    square += static_cast<double>(number) * number;
  }
  if (square == 0) {
    out[0] = 1;
    return out;
  }
  const auto length = static_cast<float>(std::sqrt(square));
  for (float& number : out) number /= length;
  return out;
}

void write_numbers(json::Writer& json, const std::vector<float>& numbers) {
  json.begin_array();
  for (const float number : numbers) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    json.raw({digits, static_cast<std::size_t>(end - digits)});
  }
  json.end_array();
}

std::string pack(const std::vector<float>& numbers) {
  std::string bytes;
  for (const float number : numbers) {
    const auto bits = std::bit_cast<std::uint32_t>(number);
    for (unsigned shift = 0; shift < 32; shift += 8)
      bytes += static_cast<char>((bits >> shift) & 0xff);
  }
  return base64_encode(bytes);
}

bool wants_base64(json::Value request) {
  const auto format = request.find("encoding_format");
  return format && format->as_string() == "base64";
}

}  // namespace

Result<EchoEmbeddings> make_embeddings(json::Value request, std::string_view model) {
  const auto inputs = read_inputs(request.find("input"));
  if (!inputs) return std::unexpected(inputs.error());
  const auto dimensions = read_dimensions(request);
  if (!dimensions) return std::unexpected(dimensions.error());
  if (inputs->size() > kMostNumbers / *dimensions) return refuse("too many numbers in one answer");

  EchoEmbeddings out;
  json::Writer json(out.body);
  json.begin_object().member("object", "list").key("data").begin_array();
  for (std::size_t i = 0; i < inputs->size(); ++i) {
    const Input& input = (*inputs)[i];
    out.input_tokens += input.tokens;
    const auto numbers = vector_of(input.text, *dimensions);
    json.begin_object().member("object", "embedding").member("index", i).key("embedding");
    if (wants_base64(request)) {
      json.text(pack(numbers));
    } else {
      write_numbers(json, numbers);
    }
    json.end_object();
  }
  json.end_array().member("model", model);
  json.key("usage")
      .begin_object()
      .member("prompt_tokens", out.input_tokens)
      .member("total_tokens", out.input_tokens)
      .end_object()
      .end_object();
  return out;
}

}  // namespace jg::llm
