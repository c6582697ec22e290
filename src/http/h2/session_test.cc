#include "http/h2/session.h"

#include <gtest/gtest.h>

#include "http/h2/codes.h"
#include "http/h2/frames_fake.h"
#include "http/h2/session_fake.h"

namespace jg::http::h2 {
namespace {

const Session::TimePoint kNow{};

// A server whose client is frames by hand.
class SessionServer : public testing::Test {
 protected:
  SessionServer() : session_(Role::server, SessionLimits{}, user_, kNow) {
    take_output(session_);
    EXPECT_TRUE(session_.receive(preface() + frame(Type::settings, kAck, 0), kNow));
    take_output(session_);
  }
  StreamUserFake& send(const std::string& bytes) {
    EXPECT_TRUE(session_.receive(bytes, kNow));
    if (user_.requests.empty()) user_.on_request(none_);
    return *user_.requests.back();
  }
  std::vector<Frame> sent() { return read_frames(take_output(session_)); }
  ResponseHead ok() {
    ResponseHead head;
    head.fields.add("content-type", "text/plain");
    return head;
  }

  SessionUserFake user_;
  Session session_;
  Stream none_;
};

TEST_F(SessionServer, gives_a_request_as_it_came) {
  auto fields = get("/a?b=c");
  fields.emplace_back("x-y", "z");
  Stream& stream = *send(headers(1, fields)).stream;
  EXPECT_TRUE(stream.fault().good());
  EXPECT_EQ(stream.request().method, "GET");
  EXPECT_EQ(stream.request().authority, "example.com");
  EXPECT_EQ(stream.request().path, "/a");
  EXPECT_EQ(stream.request().query, "b=c");
  EXPECT_EQ(stream.request().fields.find("x-y"), "z");
  EXPECT_EQ(stream.body().kind, BodyKind::none);
}

TEST_F(SessionServer, answers_in_one_output) {
  StreamUserFake& request = send(headers(1, get()));
  request.to_send = "hello";
  ASSERT_TRUE(session_.respond(*request.stream, ok(), {BodyKind::length, 5}, End::follows));
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0].type, Type::headers);
  EXPECT_EQ(frames[1].payload, "hello");
  EXPECT_TRUE(frames[1].ends_stream());
  EXPECT_EQ(request.closed, ErrorCode::no_error);
}

TEST_F(SessionServer, ends_with_the_head_when_there_is_no_body) {
  StreamUserFake& request = send(headers(1, get()));
  ASSERT_TRUE(session_.respond(*request.stream, ok(), {}, End::now));
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_TRUE(frames[0].ends_stream());
}

TEST_F(SessionServer, asks_again_for_a_body_only_when_resumed) {
  StreamUserFake& request = send(headers(1, get()));
  request.all = false;
  ASSERT_TRUE(session_.respond(*request.stream, ok(), {BodyKind::chunked}, End::follows));
  sent();
  EXPECT_EQ(request.pulls, 1);
  EXPECT_TRUE(sent().empty());
  EXPECT_EQ(request.pulls, 1);
  request.to_send = "late";
  request.all = true;
  session_.resume(*request.stream);
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].payload, "late");
}

TEST_F(SessionServer, sends_trailers_behind_the_body) {
  StreamUserFake& request = send(headers(1, get()));
  request.to_send = "data";
  request.trailers.add("grpc-status", "0");
  ASSERT_TRUE(session_.respond(*request.stream, ok(), {BodyKind::chunked}, End::follows));
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 3u);
  EXPECT_FALSE(frames[1].ends_stream());
  EXPECT_EQ(frames[2].type, Type::headers);
  EXPECT_TRUE(frames[2].ends_stream());
}

TEST_F(SessionServer, opens_the_window_only_for_what_was_taken) {
  StreamUserFake& request = send(headers(1, get(), kEndHeaders));
  const std::string piece(16 * 1024, 'x');
  for (int i = 0; i < 10; ++i) send(frame(Type::data, 0, 1, piece));
  EXPECT_EQ(request.data.size(), 160u * 1024);
  EXPECT_TRUE(sent().empty());
  session_.consume(*request.stream, request.data.size());
  const auto frames = sent();
  ASSERT_FALSE(frames.empty());
  EXPECT_EQ(frames[0].type, Type::window_update);
}

TEST_F(SessionServer, resets_the_stream_when_the_body_is_shorter_than_promised) {
  auto fields = get();
  fields.emplace_back("content-length", "5");
  StreamUserFake& request = send(headers(1, fields, kEndHeaders));
  send(frame(Type::data, kEndStream, 1, "abc"));
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].type, Type::rst_stream);
  EXPECT_EQ(frames[0].code(), 1u);
  EXPECT_FALSE(request.ended);
  EXPECT_STREQ(request.stream->fault().code, codes::kLengthMismatch);
  EXPECT_EQ(request.closed, ErrorCode::protocol_error);
}

TEST_F(SessionServer, resets_the_stream_at_the_first_byte_too_many) {
  auto fields = get();
  fields.emplace_back("content-length", "2");
  StreamUserFake& request = send(headers(1, fields, kEndHeaders));
  send(frame(Type::data, 0, 1, "abc"));
  EXPECT_EQ(request.data, "");
  EXPECT_EQ(sent().at(0).type, Type::rst_stream);
}

TEST_F(SessionServer, gives_trailers_at_the_end) {
  StreamUserFake& request = send(headers(1, get(), kEndHeaders));
  send(frame(Type::data, 0, 1, "abc") + headers(1, {{"x-sum", "6"}, {"host", "evil"}}));
  EXPECT_TRUE(request.ended);
  EXPECT_EQ(request.stream->trailers().find("x-sum"), "6");
  EXPECT_FALSE(request.stream->trailers().has("host"));
}

TEST_F(SessionServer, resets_a_stream_with_a_second_head) {
  StreamUserFake& request = send(headers(1, get(), kEndHeaders));
  send(headers(1, {{"x-sum", "6"}}, kEndHeaders));
  EXPECT_EQ(sent().at(0).code(), 1u);
  EXPECT_EQ(request.closed, ErrorCode::protocol_error);
}

TEST_F(SessionServer, asks_the_client_to_stop_behind_an_early_answer) {
  StreamUserFake& request = send(headers(1, get(), kEndHeaders));
  request.to_send = "no";
  ASSERT_TRUE(session_.respond(*request.stream, ok(), {BodyKind::length, 2}, End::follows));
  session_.reset_behind(*request.stream, ErrorCode::no_error);
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 3u);
  EXPECT_TRUE(frames[1].ends_stream());
  EXPECT_EQ(frames[2].type, Type::rst_stream);
  EXPECT_EQ(frames[2].code(), 0u);
}

TEST_F(SessionServer, asks_to_stop_behind_a_head_alone) {
  StreamUserFake& request = send(headers(1, get(), kEndHeaders));
  ASSERT_TRUE(session_.respond(*request.stream, ok(), {}, End::now));
  session_.reset_behind(*request.stream, ErrorCode::no_error);
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[1].type, Type::rst_stream);
}

TEST_F(SessionServer, breaks_an_answer_off_behind_what_it_has) {
  StreamUserFake& request = send(headers(1, get()));
  request.to_send = "malformed";
  ASSERT_TRUE(session_.respond(*request.stream, ok(), {BodyKind::length, 9}, End::follows));
  session_.reset_behind(*request.stream, ErrorCode::protocol_error);
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 3u);
  EXPECT_EQ(frames[1].payload, "malformed");
  EXPECT_FALSE(frames[1].ends_stream());
  EXPECT_EQ(frames[2].code(), 1u);
}

TEST_F(SessionServer, tells_of_a_reset) {
  StreamUserFake& request = send(headers(1, get()));
  send(frame(Type::rst_stream, 0, 1, number(8, 4)));
  EXPECT_EQ(request.closed, ErrorCode::cancel);
  EXPECT_FALSE(session_.respond(*request.stream, ok(), {}, End::now));
  EXPECT_EQ(request.stream->request().path, "/");  // may be looked at until release()
  session_.release(*request.stream);
  EXPECT_EQ(session_.open_streams(), 0u);
}

TEST_F(SessionServer, refuses_to_write_what_ends_a_field) {
  StreamUserFake& request = send(headers(1, get()));
  ResponseHead head;
  head.fields.add("x", "a\r\nset-cookie: b");
  const auto done = session_.respond(*request.stream, head, {}, End::now);
  ASSERT_FALSE(done);
  EXPECT_STREQ(done.error().code, codes::kUnwritableField);
}

TEST_F(SessionServer, ends_in_two_steps) {
  StreamUserFake& request = send(headers(1, get()));
  session_.announce_end();
  EXPECT_EQ(sent().at(1).payload.substr(0, 4), number(0x7fffffff, 4));  // behind a ping
  send(headers(3, get()));
  EXPECT_EQ(user_.requests.size(), 2u);
  session_.refuse_streams();
  EXPECT_EQ(sent().at(0).payload.substr(0, 4), number(3, 4));
  EXPECT_FALSE(session_.is_over());
  ASSERT_TRUE(session_.respond(*request.stream, ok(), {}, End::now));
  ASSERT_TRUE(session_.respond(*user_.requests[1]->stream, ok(), {}, End::now));
  sent();
  EXPECT_TRUE(session_.is_over());
}

TEST_F(SessionServer, is_over_once_a_termination_is_sent) {
  send(headers(1, get()));
  session_.terminate(ErrorCode::enhance_your_calm);
  EXPECT_EQ(sent().at(0).code(), 11u);
  EXPECT_TRUE(session_.is_over());
}

TEST_F(SessionServer, tells_every_stream_when_the_connection_is_gone) {
  StreamUserFake& request = send(headers(1, get()));
  session_.abandon(ErrorCode::cancel);
  EXPECT_EQ(request.closed, ErrorCode::cancel);
  session_.release(*request.stream);
  EXPECT_EQ(session_.open_streams(), 0u);
}

TEST_F(SessionServer, packs_no_more_than_it_must_ahead) {
  send(frame(Type::window_update, 0, 0, number(1 << 30, 4)));
  StreamUserFake& request = send(headers(1, get(), kEndHeaders));
  send(frame(Type::window_update, 0, 1, number(1 << 30, 4)));
  request.to_send.assign(1 << 20, 'x');
  ASSERT_TRUE(session_.respond(*request.stream, ok(), {BodyKind::chunked}, End::follows));
  std::string out;
  session_.output(out);
  EXPECT_GE(out.size(), Session::kOutput);
  EXPECT_LT(out.size(), Session::kOutput + 20 * 1024);
}

TEST(SessionClient, gets_an_answer_from_a_server) {
  SessionUserFake client_user;
  SessionUserFake server_user;
  Session client(Role::client, SessionLimits{}, client_user, kNow);
  Session server(Role::server, SessionLimits{}, server_user, kNow);
  RequestHead head;
  head.method = "POST";
  head.scheme = "http";
  head.authority = "up:80";
  head.target = "/x";
  head.fields.add("host", "left out");
  StreamUserFake call;
  call.to_send = "ping";
  const auto stream = client.request(head, {BodyKind::length, 4}, End::follows, call);
  ASSERT_TRUE(stream);
  ASSERT_TRUE(server.receive(take_output(client), kNow));
  ASSERT_EQ(server_user.requests.size(), 1u);
  StreamUserFake& served = *server_user.requests[0];
  EXPECT_EQ(served.data, "ping");
  EXPECT_TRUE(served.ended);
  EXPECT_EQ(served.stream->request().fields.find("host"), "up:80");

  ResponseHead interim;
  interim.status = 103;
  ASSERT_TRUE(server.respond(*served.stream, interim, {}, End::follows));
  ResponseHead answer;
  answer.status = 201;
  served.to_send = "pong";
  served.trailers.add("grpc-status", "7");
  ASSERT_TRUE(server.respond(*served.stream, answer, {BodyKind::chunked}, End::follows));
  ASSERT_TRUE(client.receive(take_output(server), kNow));
  EXPECT_EQ(call.heads, 2);
  EXPECT_EQ((*stream)->response().status, 201);
  EXPECT_EQ(call.data, "pong");
  EXPECT_EQ((*stream)->trailers().find("grpc-status"), "7");
  EXPECT_EQ(call.closed, ErrorCode::no_error);
  client.release(**stream);
  EXPECT_EQ(client.open_streams(), 0u);
}

TEST(SessionClient, says_that_there_is_no_body_where_one_is_expected) {
  SessionUserFake user;
  Session client(Role::client, SessionLimits{}, user, kNow);
  Session server(Role::server, SessionLimits{}, user, kNow);
  StreamUserFake call;
  RequestHead head;
  head.scheme = "http";
  head.authority = "up:80";
  head.target = "/x";
  for (const std::string_view method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    head.method = method;
    ASSERT_TRUE(client.request(head, {}, End::now, call));
    ASSERT_TRUE(server.receive(take_output(client), kNow));
    const auto length = user.requests.back()->stream->request().fields.find("content-length");
    EXPECT_EQ(length.has_value(), method.starts_with('P')) << method;
  }
}

}  // namespace
}  // namespace jg::http::h2
