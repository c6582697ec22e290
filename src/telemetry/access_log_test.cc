#include "telemetry/access_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "telemetry/log_fields.h"

namespace jg::telemetry {
namespace {

using namespace std::chrono_literals;

// 2026-11-23T18:04:05.123456Z less 12 ms.
constexpr SystemTime kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 18h + 4min +
                            5s + 111456us};

Record refusal() {
  Record record;
  record.start = kStart;
  record.duration = 12ms;
  record.bind = "bind/3000";
  record.gateway = "default";
  record.listener = "listener0";
  record.route = "default/route0";
  record.route_rule = "rule0";
  record.protocol = "http";
  record.source = "127.0.0.1:53422";
  record.method = "GET";
  record.host = "localhost:3000";
  record.path = "/a?b=c";
  record.version = "HTTP/1.1";
  record.status = 401;
  record.code = "jwt.expired";
  record.reason = "JwtAuth";
  record.error = "exp is 30 s in the past";
  return record;
}

Record llm_call() {
  Record record = refusal();
  record.path = "/v1/chat/completions";
  record.endpoint = "127.0.0.1:8080";
  record.status = 200;
  record.jwt_subject = "test-user";
  record.protocol = "llm";
  record.code = nullptr;
  record.reason = nullptr;
  record.error = {};
  LlmRecord llm;
  llm.operation = "chat";
  llm.provider = "openai";
  llm.request_model = "gpt-4o";
  llm.response_model = "gpt-4o-2024";
  llm.input_tokens = 10;
  llm.cached_input_tokens = 4;
  llm.output_tokens = 20;
  llm.reasoning_tokens = 5;
  llm.time_to_first_token = 7ms;
  record.llm = llm;
  return record;
}

std::string line(const Record& record, LogFormat format) {
  std::string out;
  TimeText clock;
  append_line(out, record, format, clock);
  return out;
}

TEST(AccessLog, writes_a_refusal_as_text) {
  EXPECT_EQ(line(refusal(), LogFormat::text),
            "2026-11-23T18:04:05.123456Z\tinfo\trequest gateway=default listener=listener0 "
            "route_rule=rule0 route=default/route0 src.addr=127.0.0.1:53422 http.method=GET "
            "http.host=localhost:3000 http.path=\"/a?b=c\" http.version=HTTP/1.1 http.status=401 "
            "protocol=http error=\"exp is 30 s in the past\" reason=JwtAuth code=jwt.expired "
            "duration=12ms\n");
}

TEST(AccessLog, writes_a_refusal_as_json) {
  EXPECT_EQ(line(refusal(), LogFormat::json),
            R"({"level":"info","time":"2026-11-23T18:04:05.123456Z","scope":"request",)"
            R"("gateway":"default","listener":"listener0","route_rule":"rule0",)"
            R"("route":"default/route0","src.addr":"127.0.0.1:53422","http.method":"GET",)"
            R"("http.host":"localhost:3000","http.path":"/a?b=c","http.version":"HTTP/1.1",)"
            R"("http.status":401,"protocol":"http","error":"exp is 30 s in the past",)"
            R"("reason":"JwtAuth","code":"jwt.expired","duration":"12ms"})"
            "\n");
}

TEST(AccessLog, writes_a_call_to_a_model) {
  EXPECT_EQ(line(llm_call(), LogFormat::text),
            "2026-11-23T18:04:05.123456Z\tinfo\trequest gateway=default listener=listener0 "
            "route_rule=rule0 route=default/route0 endpoint=127.0.0.1:8080 "
            "src.addr=127.0.0.1:53422 http.method=GET http.host=localhost:3000 "
            "http.path=/v1/chat/completions http.version=HTTP/1.1 http.status=200 "
            "jwt.sub=test-user protocol=llm gen_ai.operation.name=chat gen_ai.provider.name=openai "
            "gen_ai.request.model=gpt-4o gen_ai.response.model=gpt-4o-2024 "
            "gen_ai.usage.input_tokens=10 gen_ai.usage.cache_read.input_tokens=4 "
            "gen_ai.usage.output_tokens=20 gen_ai.usage.reasoning_tokens=5 "
            "agw.ai.time_to_first_token=7ms duration=12ms\n");
}

TEST(AccessLog, tells_what_a_message_of_mcp_is_about) {
  Record record = refusal();
  record.mcp = McpRecord{"tools/call", "tools/call", {McpSubject::Kind::tool, "here", "echo"}, "s"};
  std::string text = line(record, LogFormat::text);
  EXPECT_NE(text.find(" protocol=http mcp.method.name=tools/call mcp.target=here "
                      "mcp.resource.type=tool gen_ai.tool.name=echo mcp.session.id=s error="),
            std::string::npos)
      << text;
  record.mcp->subject.kind = McpSubject::Kind::prompt;
  text = line(record, LogFormat::text);
  EXPECT_NE(text.find("type=prompt gen_ai.prompt.name=echo "), std::string::npos) << text;
}

TEST(AccessLog, leaves_the_query_of_a_resource_out) {
  Record record = refusal();
  record.mcp.emplace();
  record.mcp->subject = {McpSubject::Kind::resource, "here", "a://b?token=s"};
  const std::string text = line(record, LogFormat::text);
  EXPECT_NE(text.find(" mcp.target=here mcp.resource.type=resource mcp.resource.uri=a://b error="),
            std::string::npos)
      << text;
}

TEST(AccessLog, tells_what_the_handshake_said) {
  Record record = refusal();
  record.source_identity = "spiffe://td/ns/a/sa/b";
  record.host = {};
  record.server_name = "a.test";
  const std::string text = line(record, LogFormat::text);
  EXPECT_NE(text.find("src.addr=127.0.0.1:53422 src.identity=spiffe://td/ns/a/sa/b http.method"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(" http.status=401 tls.sni=a.test protocol=http"), std::string::npos) << text;
}

TEST(AccessLog, leaves_empty_fields_out) {
  Record record;
  record.start = kStart + 12ms;
  EXPECT_EQ(line(record, LogFormat::text),
            "2026-11-23T18:04:05.123456Z\tinfo\trequest duration=0ms\n");
  EXPECT_EQ(
      line(record, LogFormat::json),
      R"({"level":"info","time":"2026-11-23T18:04:05.123456Z","scope":"request","duration":"0ms"})"
      "\n");
}

TEST(AccessLog, tells_grpc_status_zero_from_none) {
  Record record = refusal();
  record.grpc_status = 0;
  EXPECT_NE(line(record, LogFormat::text).find(" http.status=401 grpc.status=0 "),
            std::string::npos);
}

TEST(AccessLog, keeps_a_forged_line_inside_its_value) {
  Record record = refusal();
  record.path = "/x\n2026-11-23T18:04:05.000000Z\tinfo\trequest http.status=200";
  record.host = "a\" http.status=200 b=\"";
  for (const LogFormat format : {LogFormat::text, LogFormat::json}) {
    const std::string out = line(record, format);
    EXPECT_EQ(std::ranges::count(out, '\n'), 1);
    EXPECT_TRUE(out.ends_with('\n'));
    EXPECT_NE(out.find(R"(/x\n2026-11-23T18:04:05.000000Z\tinfo\trequest http.status=200")"),
              std::string::npos);
    EXPECT_NE(out.find(R"("a\" http.status=200 b=\"")"), std::string::npos);
  }
}

TEST(AccessLog, appends_to_what_is_there_without_allocating) {
  std::string out = "before\n";
  out.reserve(4096);
  const char* const place = out.data();
  TimeText clock;
  append_line(out, refusal(), LogFormat::text, clock);
  append_line(out, llm_call(), LogFormat::json, clock);
  EXPECT_EQ(out.data(), place);
  EXPECT_EQ(std::ranges::count(out, '\n'), 3);
}

TEST(AccessLog, never_counts_time_backwards) {
  Record record = refusal();
  record.duration = -5ms;
  EXPECT_NE(line(record, LogFormat::text).find(" duration=0ms\n"), std::string::npos);
}

// Every field that can be named: with a value it is told, taken out it is not, and nothing else goes.
TEST(AccessLog, leaves_out_what_is_removed) {
  Record full = llm_call();
  full.grpc_status = 3;
  full.server_name = "example.com";
  full.source_identity = "spiffe://a/b";
  full.retries = 1;
  full.error = "e";
  full.reason = "r";
  full.code = "c";
  std::set<std::string> told;
  for (const auto kind :
       {McpSubject::Kind::tool, McpSubject::Kind::prompt, McpSubject::Kind::resource}) {
    full.mcp = McpRecord{"m", "m", {kind, "target", "name"}, "session"};
    const std::string whole = line(full, LogFormat::text);
    for (const std::string& name : log_field_names()) {
      if (whole.find(" " + name + "=") == std::string::npos) continue;
      told.insert(name);
      const std::array removed = {find_log_field(name)};
      Record less = full;
      less.removed = removed;
      const std::string rest = line(less, LogFormat::text);
      EXPECT_EQ(rest.find(" " + name + "="), std::string::npos) << name;
      EXPECT_EQ(std::ranges::count(rest, '=') + 1, std::ranges::count(whole, '=')) << name;
    }
  }
  EXPECT_EQ(told.size(), log_field_names().size());
  EXPECT_EQ(find_log_field("nosuch"), nullptr);
}

TEST(AccessLog, tells_added_fields_last) {
  const std::array<AddedField, 3> added = {AddedField{"a", "x y\n"}, AddedField{"b", "5", false},
                                           AddedField{"c.d", "[1,\"z\"]", false}};
  Record record = refusal();
  record.added = added;
  EXPECT_TRUE(line(record, LogFormat::text)
                  .ends_with(" duration=12ms a=\"x y\\n\" b=5 c.d=\"[1,\\\"z\\\"]\"\n"));
  EXPECT_TRUE(line(record, LogFormat::json)
                  .ends_with(R"("duration":"12ms","a":"x y\n","b":5,"c.d":[1,"z"]})"
                             "\n"));
}

}  // namespace
}  // namespace jg::telemetry
