#include "telemetry/access_log.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>

#include "telemetry/escape.h"

namespace jg::telemetry {
namespace {

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  if (error == std::errc{}) out.append(digits, static_cast<std::size_t>(end - digits));
}

void put_two(char* to, std::uint32_t number) {
  to[0] = static_cast<char>('0' + number / 10 % 10);
  to[1] = static_cast<char>('0' + number % 10);
}

// RFC 3339 with microseconds, always of the same width.
void append_time(std::string& out, SystemTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto micros =
      static_cast<std::uint64_t>(std::chrono::floor<std::chrono::microseconds>(time - day).count());
  const auto seconds = static_cast<std::uint32_t>(micros / 1'000'000);
  const auto fraction = static_cast<std::uint32_t>(micros % 1'000'000);
  const auto year = static_cast<std::uint32_t>(std::max(0, static_cast<int>(date.year())));
  char text[] = "0000-00-00T00:00:00.000000Z";
  put_two(text, year / 100);
  put_two(text + 2, year);
  put_two(text + 5, static_cast<unsigned>(date.month()));
  put_two(text + 8, static_cast<unsigned>(date.day()));
  put_two(text + 11, seconds / 3600);
  put_two(text + 14, seconds / 60 % 60);
  put_two(text + 17, seconds % 60);
  put_two(text + 20, fraction / 10'000);
  put_two(text + 22, fraction / 100);
  put_two(text + 24, fraction);
  out.append(text, sizeof text - 1);
}

constexpr std::size_t kLongestName = 60;

// The fields of one line in either format. Names are ours, no longer than kLongestName, and need no
// escape.
class Line {
 public:
  Line(std::string& out, LogFormat format, SystemTime time) : out_(out), format_(format) {
    out_ += format_ == LogFormat::text ? "" : R"({"level":"info","time":")";
    append_time(out_, time);
    out_ += format_ == LogFormat::text ? "\tinfo\trequest" : R"(","scope":"request")";
  }

  void text(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    begin(name);
    format_ == LogFormat::text ? append_value(out_, value) : append_quoted(out_, value);
  }

  void text(std::string_view name, const char* value) {
    if (value != nullptr) text(name, std::string_view(value));
  }

  void number(std::string_view name, std::optional<std::uint64_t> value) {
    if (!value) return;
    begin(name);
    append_number(out_, *value);
  }

  void milliseconds(std::string_view name, std::optional<std::chrono::nanoseconds> value) {
    if (!value) return;
    begin(name);
    const std::string_view quote = format_ == LogFormat::text ? "" : "\"";
    const auto whole = std::chrono::floor<std::chrono::milliseconds>(*value).count();
    out_ += quote;
    append_number(out_, whole < 0 ? 0 : static_cast<std::uint64_t>(whole));
    out_ += "ms";
    out_ += quote;
  }

  void end() { out_ += format_ == LogFormat::text ? "\n" : "}\n"; }

 private:
  // In one step: a line has some fifteen fields.
  void begin(std::string_view name) {
    char lead[kLongestName + 4];
    char* at = lead;
    if (format_ == LogFormat::json) *at++ = ',';
    *at++ = format_ == LogFormat::text ? ' ' : '"';
    at = std::copy(name.begin(), name.end(), at);
    if (format_ == LogFormat::json) *at++ = '"';
    *at++ = format_ == LogFormat::text ? '=' : ':';
    out_.append(lead, static_cast<std::size_t>(at - lead));
  }

  std::string& out_;
  LogFormat format_;
};

std::optional<std::uint64_t> unless_zero(int status) {
  if (status <= 0) return std::nullopt;
  return static_cast<std::uint64_t>(status);
}

void add_llm(Line& line, const LlmRecord& llm) {
  line.text("gen_ai.operation.name", llm.operation);
  line.text("gen_ai.provider.name", llm.provider);
  line.text("gen_ai.request.model", llm.request_model);
  line.text("gen_ai.response.model", llm.response_model);
  line.number("gen_ai.usage.input_tokens", llm.input_tokens);
  line.number("gen_ai.usage.cache_read.input_tokens", llm.cached_input_tokens);
  line.number("gen_ai.usage.output_tokens", llm.output_tokens);
  line.number("gen_ai.usage.reasoning_tokens", llm.reasoning_tokens);
  line.milliseconds("agw.ai.time_to_first_token", llm.time_to_first_token);
}

}  // namespace

// The order of the fields is part of the documented interface (docs/guide/operations.md). To add
// one: 1. put it into Record; 2. a line here, at its place; 3. the two full lines in
// access_log_test.cc; 4. the guide's table.
void append_line(std::string& out, const Record& record, LogFormat format) {
  const auto elapsed = std::chrono::duration_cast<SystemTime::duration>(record.duration);
  Line line(out, format, record.start + elapsed);
  line.text("gateway", record.gateway);
  line.text("listener", record.listener);
  line.text("route_rule", record.route_rule);
  line.text("route", record.route);
  line.text("endpoint", record.endpoint);
  line.text("src.addr", record.source);
  line.text("src.identity", record.source_identity);
  line.text("http.method", record.method);
  line.text("http.host", record.host);
  line.text("http.path", record.path);
  line.text("http.version", record.version);
  line.number("http.status", unless_zero(record.status));
  if (record.grpc_status && *record.grpc_status >= 0) {
    line.number("grpc.status", static_cast<std::uint64_t>(*record.grpc_status));
  }
  line.text("tls.sni", record.server_name);
  line.text("jwt.sub", record.jwt_subject);
  line.text("protocol", record.protocol);
  if (record.llm) add_llm(line, *record.llm);
  if (record.retries > 0) line.number("retry.attempt", record.retries);
  line.text("error", record.error);
  line.text("reason", record.reason);
  line.text("code", record.code);
  line.milliseconds("duration", record.duration);
  line.end();
}

}  // namespace jg::telemetry
