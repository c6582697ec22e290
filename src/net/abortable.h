// net/abortable.h - something that can be ended from outside, so that whoever waits on it goes on.
#pragma once

namespace jg::net {

class Abortable {
 public:
  virtual ~Abortable() = default;
  virtual void abort() = 0;
};

}  // namespace jg::net
