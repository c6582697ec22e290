#include "llm/router.h"

#include <gtest/gtest.h>

#include "llm/harness_fake.h"
#include "llm/providers/echo.h"

namespace jg::llm {
namespace {

// Keeps what it was called with in the answer: the body itself.
class MirrorProvider final : public Provider {
 public:
  std::string_view name() const override { return "mirror"; }
  bool serves(Operation operation) const override { return operation == Operation::chat; }
  Task<Result<void>> call(exchange::Exchange& exchange, const ProviderCall& call) const override {
    exchange.response.set_text(std::string(call.model) + (call.stream ? " streamed " : " ") +
                               std::string(call.body));
    co_return Result<void>();
  }
};

Model mirror(std::string pattern, std::vector<BodyEdit> edits = {}) {
  return {std::move(pattern), Visibility::listed, std::make_shared<MirrorProvider>(),
          std::move(edits)};
}

struct Routed {
  AskFake fake;
  Result<void> called;

  Routed(std::vector<Model> models, std::string_view method, std::string_view path,
         std::string body = {}) {
    fake.ask(method, path, std::move(body));
    call(std::move(models));
  }
  void call(std::vector<Model> models) {
    called = run(ModelRouter(std::move(models), 1'800'000'000).call(fake.exchange));
  }
  std::string result() { return called ? fake.answer() : called.error().code; }
};

std::string chat(std::vector<Model> models, std::string body) {
  return Routed(std::move(models), "POST", "/v1/chat/completions", std::move(body)).result();
}

TEST(ModelRouter, sends_the_very_bytes_when_nothing_changes) {
  EXPECT_EQ(chat({mirror("*")}, "{ \"model\" :\"m\",\"x\": 1.0 }\n"),
            "m { \"model\" :\"m\",\"x\": 1.0 }\n");
}

TEST(ModelRouter, renames_the_model_in_place) {
  EXPECT_EQ(chat({mirror("smart", {{"model", "\"gpt-4o\""}})}, R"({"a":1, "model": "smart"})"),
            R"(gpt-4o {"a":1, "model": "gpt-4o"})");
}

TEST(ModelRouter, reads_again_what_an_override_touched) {
  EXPECT_EQ(chat({mirror("*", {{"stream", "true"}, {"model", "\"n\""}})}, R"({"model":"m"})"),
            R"(n streamed {"model":"n","stream":true})");
}

TEST(ModelRouter, refuses_by_the_documented_codes) {
  EXPECT_EQ(chat({mirror("*")}, "nonsense"), "llm.invalid_body");
  EXPECT_EQ(chat({mirror("*")}, ""), "llm.invalid_body");
  EXPECT_EQ(chat({mirror("*")}, "{}"), "llm.missing_model");
  EXPECT_EQ(chat({mirror("a")}, R"({"model":"b"})"), "llm.model_not_found");
  Model denied = mirror("a");
  denied.allowed = [](exchange::Exchange&) { return fail(Blame::client, "llm.model_denied"); };
  EXPECT_EQ(chat({denied}, R"({"model":"a"})"), "llm.model_denied");
}

TEST(ModelRouter, does_not_serve_other_paths_methods_and_operations) {
  EXPECT_EQ(Routed({mirror("*")}, "POST", "/admin", R"({"model":"m"})").result(),
            "llm.unsupported");
  EXPECT_EQ(Routed({mirror("*")}, "GET", "/v1/chat/completions").result(), "llm.unsupported");
  EXPECT_EQ(Routed({mirror("*")}, "POST", "/v1/embeddings", R"({"model":"m"})").result(),
            "llm.unsupported");
  EXPECT_EQ(Routed({mirror("*")}, "DELETE", "/v1/models/m").result(), "llm.unsupported");
}

TEST(ModelRouter, bounds_the_body_it_reads) {
  const auto posted = [](std::string body) {
    AskFake fake;
    http::TextBody source(std::move(body));
    fake.exchange.request.method = "POST";
    fake.exchange.request.path = "/v1/chat/completions";
    fake.exchange.request_body = &source;
    std::vector<Model> models = {mirror("*")};
    fake.exchange.buffer_bytes = 13;
    const auto called = run(ModelRouter(std::move(models), 0).call(fake.exchange));
    return called ? fake.answer() : called.error().code;
  };
  EXPECT_EQ(posted(R"({"model":"m"})"), R"(m {"model":"m"})");
  EXPECT_EQ(posted(R"({"model":"m"} )"), "http.body_too_large");
}

TEST(ModelRouter, refuses_a_body_in_a_coding) {
  Routed routed({}, "POST", "/v1/chat/completions", R"({"model":"m"})");
  routed.fake.exchange.request.fields.add("content-encoding", "gzip");
  std::vector<Model> models = {mirror("*")};
  routed.call(std::move(models));
  EXPECT_EQ(routed.result(), "llm.body_encoding");
}

TEST(ModelRouter, lists_the_models_the_caller_may_use) {
  Model denied = mirror("secret");
  denied.allowed = [](exchange::Exchange&) { return fail(Blame::client, "llm.model_denied"); };
  EXPECT_EQ(
      Routed({mirror("m"), denied, mirror("n/*")}, "GET", "/v1/models").result(),
      R"({"object":"list","data":[{"id":"m","object":"model","created":1800000000,"owned_by":"mirror"},)"
      R"({"id":"n/*","object":"model","created":1800000000,"owned_by":"mirror"}]})");
}

TEST(ModelRouter, shows_one_model_by_its_id) {
  EXPECT_EQ(Routed({mirror("n/*")}, "GET", "/v1/models/n/a%3Ab").result(),
            R"({"id":"n/a:b","object":"model","created":1800000000,"owned_by":"mirror"})");
  EXPECT_EQ(Routed({mirror("n/*")}, "GET", "/v1/models/m").result(), "llm.model_not_found");
}

TEST(ModelRouter, leaves_the_facts_in_the_record) {
  std::vector<Model> models = {
      {"smart", Visibility::listed, std::make_shared<EchoProvider>(), {{"model", "\"echo-1\""}}}};
  Routed routed(std::move(models), "POST", "/v1/responses",
                R"({"model":"smart","input":"hi","stream":true})");
  EXPECT_NE(routed.result().find("response.completed"), std::string::npos);
  const auto& record = routed.fake.exchange.record;
  EXPECT_EQ(record.backend, "llm:router");
  EXPECT_EQ(record.protocol, "llm");
  EXPECT_EQ(record.llm->operation, "responses");
  EXPECT_EQ(record.llm->provider, "echo");
  EXPECT_EQ(record.llm->request_model, "echo-1");
  EXPECT_EQ(record.llm->response_model, "echo-1");
  EXPECT_TRUE(record.llm->streaming);
  EXPECT_EQ(record.llm->input_tokens, 1u);
  EXPECT_EQ(record.llm->output_tokens, 3u);
}

}  // namespace
}  // namespace jg::llm
