// mcp/remote/calls.h - calls to a server by HTTP for one session, from the hub's loop.
//
// Owner:  what serves the session. Thread: keep_fields() any, the rest the hub's loop.
// Errors: those of upstream::Client; mcp.server_refused.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "mcp/http_server.h"
#include "mcp/remote/kept_fields.h"
#include "net/cancel.h"
#include "upstream/client.h"

namespace jg::mcp {

class Hub;

class Calls {
 public:
  struct Settings {
    std::shared_ptr<const HttpServer> server;
    upstream::ClientLimits limits;
  };
  Calls(const Hub& hub, Settings settings) : hub_(hub), settings_(std::move(settings)) {}
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  const HttpServer& server() const { return *settings_.server; }
  // What of a client's request goes on, whatever it is sent with.
  KeptFields keep_fields(const http::RequestHead& request) const;
  // Looks into `target` and `fields`.
  http::RequestHead head_of(std::string_view method, std::string_view target,
                            const KeptFields& fields) const;
  void end_all();

  // One call and its answer.
  class Call {
   public:
    explicit Call(Calls& calls);
    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    Task<Result<void>> begin(const http::RequestHead& head,
                             std::optional<std::string_view> text = std::nullopt);
    const http::ResponseHead& head() const { return head_; }
    http::BodySource& body() { return *answer_.body; }
    bool is_plain(std::string_view type) const;  // of this media type, and not compressed
    bool is_events() const { return is_plain(kEvents); }
    // An error when the server did not accept what it was sent.
    Result<void> check_status() const;
    // Before the call goes: an answer may come while its request is still on the way.
    Task<void> settle();
    // The same, and the connection can be used again; who makes one wait for the rest is left.
    Task<void> skip_rest();

   private:
    Calls& calls_;
    net::CancelSlot cancel_;
    http::ResponseHead head_;
    upstream::Answer answer_{head_};
  };

 private:
  const Hub& hub_;
  const Settings settings_;
  std::vector<net::CancelSlot*> under_way_;
};

}  // namespace jg::mcp
