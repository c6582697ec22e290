// Drives our parsers over the llhttp project's cases and compares with the events recorded there:
// what is accepted, and every method, target, status, field and body byte. Where jotgate differs on
// purpose, the case stands in kStricter with the rule behind it, and must end exactly as it says.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

#include "http/h1/chunked.h"
#include "http/h1/codes.h"
#include "http/h1/head.h"
#include "http/h1/llhttp_case_fake.h"

namespace jg::http::h1 {
namespace {

constexpr const char* kAfterClose = "data after close";  // where the connection code stops reading

struct Difference {
  const char* code;  // how it ends with us
  const char* why;
};

const std::map<std::string_view, Difference> kStricter = {
    {"request/method:30", {codes::kConnectRefused, "RFC 9110 9.3.6: CONNECT is for proxies"}},
    {"request/method:99", {codes::kConnectRefused, "RFC 9110 9.3.6"}},
    {"request/uri:191", {codes::kConnectRefused, "RFC 9110 9.3.6"}},
    {"request/method:138", {codes::kBadTarget, "RFC 9112 3.2.4: '*' is for OPTIONS only"}},
    {"request/sample:108", {codes::kBadHost, "RFC 9110 4.2.3: '=' in a host, which no name has"}},
    {"request/sample:317", {codes::kBadRequestLine, "RFC 9112 3: a request line has a version"}},
    {"request/transfer-encoding:796", {codes::kBadTarget, "RFC 9112 3.2: no fragment is sent"}},
    {"request/uri:55", {codes::kBadTarget, "RFC 9110 4.2.3: an empty path is to be written '/'"}},
    {"request/uri:225", {codes::kBadTarget, "RFC 9110 4.2.4: user information is refused"}},
    {"response/connection:296", {codes::kAmbiguousLength, "RFC 9110 8.6: no length in a 1xx"}},
    {"response/connection:334", {codes::kAmbiguousLength, "RFC 9112 6.1: no coding in a 1xx"}},
    {"response/connection:495",
     {codes::kBadStatusLine, "RFC 9112 2.2: empty lines are for requests"}},
    {"response/connection:589", {codes::kBadStatusLine, "RFC 9112 2.2"}},
    {"response/pipelining:7", {codes::kBadStatusLine, "RFC 9112 2.2"}},
    {"response/sample:698", {codes::kBadStatusLine, "RFC 9112 2.2"}},
    {"response/sample:63", {codes::kBadStatusLine, "RFC 9112 2.3: the name is HTTP, not ICE"}},
    {"response/sample:648", {codes::kUnsupportedVersion, "RFC 9110 2.5: major version 1"}},
    {"response/transfer-encoding:46",
     {codes::kBadTransferEncoding, "RFC 9112 6.1: chunked is last"}},
    {"response/transfer-encoding:115",
     {codes::kBadTransferEncoding, "RFC 9112 6.1: unknown coding"}},
};

std::vector<std::pair<std::string, std::string>> copy(const Fields& fields) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const Field& field : fields) out.emplace_back(field.name, field.value);
  return out;
}

enum class Feed { whole, bytes };

// Reads all messages of one connection.
class Replay {
 public:
  Replay(std::string input, bool requests, Feed feed = Feed::whole)
      : input_(std::move(input)), requests_(requests), feed_(feed) {}

  Seen run() {
    while (at_ < input_.size() && seen_.error.empty() && read_message()) {
    }
    return std::move(seen_);
  }

  bool upgraded() const { return control_.upgrades; }
  int added_hosts() const { return added_hosts_; }

 private:
  bool read_message() {
    if (requests_ && input_.find_first_not_of("\r\n", at_) == std::string::npos) return false;
    SeenMessage message;
    const auto head = requests_ ? read_request(message) : read_response(message);
    if (!head) {
      // RFC 9112 section 3.2 wants a Host, llhttp does not look: it is added, the rest compared.
      if (head.error().code == std::string_view(codes::kMissingHost)) return add_host();
      seen_.error = head.error().code;
      return false;
    }
    if (*head == 0) return false;
    at_ += *head;
    message.has_head = true;
    if (host_added_)
      std::erase_if(message.fields, [](auto& field) { return field.first == "host"; });
    host_added_ = false;
    message.done = read_body(message);
    seen_.messages.push_back(message);
    if (!message.done || control_.upgrades) return false;
    if (control_.persistence == Persistence::close && at_ < input_.size())
      seen_.error = kAfterClose;
    return true;
  }

  template <class Parse>
  Result<std::size_t> feed_head(const Parse& parse) {
    for (std::size_t size = 1; feed_ == Feed::bytes && size < input_.size() - at_; ++size)
      if (auto read = parse(input_.data() + at_, size); !read || *read != 0) return read;
    return parse(input_.data() + at_, input_.size() - at_);
  }

  Result<std::size_t> read_request(SeenMessage& message) {
    RequestHead head;
    Progress progress;
    auto read = feed_head([&](char* buffer, std::size_t size) {
      return parse_request_head(buffer, size, {}, progress, head, control_);
    });
    if (!read || *read == 0) return read;
    message.method = head.method;
    if (!head.scheme.empty()) message.url.append(head.scheme).append("://").append(head.authority);
    message.url.append(head.target);
    message.fields = copy(head.fields);
    return read;
  }

  Result<std::size_t> read_response(SeenMessage& message) {
    ResponseHead head;
    Progress progress;
    auto read = feed_head([&](char* buffer, std::size_t size) {
      return parse_response_head(buffer, size, {}, progress, "GET", head, control_);
    });
    if (!read || *read == 0) return read;
    message.status = head.status;
    message.reason = head.reason;
    message.fields = copy(head.fields);
    return read;
  }

  bool add_host() {
    const std::size_t line = input_.find_first_not_of("\r\n", at_);
    const std::size_t end = input_.find("\r\n", line) + 2;
    const std::size_t scheme = input_.find("://", line);
    std::string host = "h";
    if (scheme < end)
      host = input_.substr(scheme + 3, input_.find_first_of("/ ", scheme + 3) - scheme - 3);
    input_.insert(end, "Host: " + host + "\r\n");
    host_added_ = true;
    ++added_hosts_;
    return true;
  }

  // True when all of the body is there.
  bool read_body(SeenMessage& message) {
    const std::string_view rest = std::string_view(input_).substr(at_);
    switch (control_.body.kind) {
      case BodyKind::none: return true;
      case BodyKind::length:
        message.body = rest.substr(0, control_.body.length);
        at_ += message.body.size();
        return message.body.size() == control_.body.length;
      case BodyKind::chunked: return read_chunks(message);
      case BodyKind::until_close:
        message.body = rest;
        at_ = input_.size();
        return false;
    }
    return false;
  }

  bool read_chunks(SeenMessage& message) {
    ChunkedDecoder decoder;
    for (bool done = false; !done;) {
      const std::size_t most = feed_ == Feed::whole ? input_.size() : 1;
      const auto step = decoder.decode(std::string_view(input_).substr(at_, most));
      if (!step) {
        seen_.error = step.error().code;
        return false;
      }
      if (step->consumed == 0 && !step->done) return false;
      at_ += step->consumed;
      message.body += step->data;
      done = step->done;
    }
    message.trailers = copy(decoder.trailers());
    return true;
  }

  std::string input_;
  bool requests_;
  Feed feed_;
  std::size_t at_ = 0;
  Control control_;
  Seen seen_;
  bool host_added_ = false;
  int added_hosts_ = 0;
};

// What differs in a message both have read, or "".
std::string compare(const SeenMessage& theirs, const SeenMessage& ours) {
  if (ours.method != theirs.method) return "method";
  if (ours.url != theirs.url && ours.url != theirs.url + "/") return "url";
  if (ours.status != theirs.status) return "status";
  if (ours.reason != theirs.reason) return "reason";
  if (ours.fields != theirs.fields) return "fields";
  if (ours.body != theirs.body) return "body";
  if (ours.done != theirs.done) return "completeness";
  for (const auto& trailer : ours.trailers)  // some may not be trailers and are dropped
    if (std::find(theirs.trailers.begin(), theirs.trailers.end(), trailer) == theirs.trailers.end())
      return "trailers";
  return "";
}

std::string compare(const LlhttpCase& test, const Seen& ours, bool upgraded) {
  const Seen& theirs = test.expected;
  if (ours.error.empty() != theirs.error.empty())
    return "ours '" + ours.error + "', theirs '" + theirs.error + "'";
  if (upgraded != test.pauses_for_upgrade) return "upgrade";
  const auto heads = [](const Seen& seen) {
    return std::count_if(seen.messages.begin(), seen.messages.end(),
                         [](const SeenMessage& m) { return m.has_head; });
  };
  if (theirs.error.empty() && heads(ours) != heads(theirs)) return "number of messages";
  for (std::size_t i = 0; i < std::min(ours.messages.size(), theirs.messages.size()); ++i) {
    if (!theirs.messages[i].has_head) continue;
    if (auto difference = compare(theirs.messages[i], ours.messages[i]); !difference.empty())
      return difference;
  }
  return "";
}

std::vector<LlhttpCase> load_cases() {
  std::vector<LlhttpCase> cases;
  std::ifstream file(JG_SHARED_DIR "/vectors/http/llhttp_cases.jsonl");
  for (std::string line; std::getline(file, line);)
    if (const auto document = json::Document::parse(line)) cases.emplace_back(document->root());
  return cases;
}

class LlhttpVectors : public testing::Test {
 protected:
  void SetUp() override {
    cases_ = load_cases();
    if (!cases_.empty()) return;
    ASSERT_EQ(std::getenv("CI"), nullptr) << "no vectors";
    GTEST_SKIP() << "no vectors";
  }

  std::vector<LlhttpCase> cases_;
};

TEST_F(LlhttpVectors, agree_with_us_in_every_strict_case_or_stand_in_the_table) {
  int agreed = 0, stricter = 0, added_hosts = 0;
  for (const LlhttpCase& test : cases_) {
    if (test.kind != "http" || test.is_lenient()) continue;
    Replay replay(test.input, test.is_request());
    const Seen ours = replay.run();
    added_hosts += replay.added_hosts() > 0 ? 1 : 0;
    if (const auto entry = kStricter.find(test.id); entry != kStricter.end()) {
      EXPECT_EQ(ours.error, entry->second.code) << test.id << " " << test.name;
      ++stricter;
      continue;
    }
    EXPECT_EQ(compare(test, ours, replay.upgraded()), "") << test.id << " " << test.name << "\n"
                                                          << test.input;
    ++agreed;
  }
  std::cout << agreed << " cases agree (" << added_hosts << " of all had a Host added), "
            << stricter << " refused on purpose\n";
  EXPECT_EQ(stricter, static_cast<int>(kStricter.size()));
}

TEST_F(LlhttpVectors, that_need_leniency_are_refused) {
  // What llhttp takes only when told to be lenient must not pass here.
  int refused = 0;
  for (const LlhttpCase& test : cases_) {
    if (test.kind != "http" || !test.is_lenient()) continue;
    Replay replay(test.input, test.is_request());
    const Seen ours = replay.run();
    EXPECT_NE(ours.error, "") << test.id << " " << test.name << "\n" << test.input;
    ++refused;
  }
  std::cout << refused << " lenient cases refused\n";
}

TEST_F(LlhttpVectors, are_read_the_same_when_bytes_come_one_by_one) {
  for (const LlhttpCase& test : cases_) {
    if (test.kind != "http") continue;
    const Seen whole = Replay(test.input, test.is_request()).run();
    const Seen pieces = Replay(test.input, test.is_request(), Feed::bytes).run();
    // A fault in a line whose end never comes may go unseen.
    if (pieces.error != whole.error) {
      EXPECT_TRUE(pieces.error.empty() && !test.input.ends_with('\n')) << test.id << pieces.error;
    }
    EXPECT_EQ(pieces.messages, whole.messages) << test.id;
  }
}

TEST_F(LlhttpVectors, give_the_same_parts_of_urls) {
  const std::map<std::string_view, const char*> refused = {
      {"url:5", "RFC 9112 3.2: no fragment is sent"},
      {"url:19", "RFC 9112 3.2"},
      {"url:140", "RFC 9112 3.2"},
      {"url:169", "RFC 9112 3.2"},
      {"url:195", "RFC 9110 4.2.4: user information is refused"},
      {"url:219", "RFC 3986 3.2.2: no zone in an address"},
  };
  int agreed = 0;
  for (const LlhttpCase& test : cases_) {
    if (test.kind != "url") continue;
    const std::string port = test.span("url.port");
    const std::string authority = test.span("url.host") + (port.empty() ? "" : ":" + port);
    std::string text = "GET " + test.input +
                       " HTTP/1.1\r\nHost: " + (authority.empty() ? "h" : authority) + "\r\n\r\n";
    Progress progress;
    RequestHead head;
    Control control;
    const auto read = parse_request_head(text.data(), text.size(), {}, progress, head, control);
    ASSERT_EQ(read.has_value(), test.expected.error.empty() && !refused.contains(test.id))
        << test.id << test.input;
    if (!read) continue;
    EXPECT_EQ(head.authority, authority.empty() ? "h" : authority) << test.id;
    EXPECT_EQ(head.path, test.span("url.path")) << test.id;
    EXPECT_EQ(head.query, test.span("url.query")) << test.id;
    ++agreed;
  }
  std::cout << agreed << " URLs agree, " << refused.size() << " refused on purpose\n";
}

}  // namespace
}  // namespace jg::http::h1
