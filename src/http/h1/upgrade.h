// http/h1/upgrade.h - decides whether an upgrade may become a tunnel: the one that is asked for, and
// the one that is granted.
//
// Spec:   RFC 9110 section 7.8: an Upgrade may always be ignored, and leads only where it was asked.
// Trust:  hostile: whoever tunnels HTTP lets requests through that nobody checks.
#pragma once

#include "http/fields.h"

namespace jg::http::h1 {

// One Upgrade field that is a plain list of protocols, none of them HTTP or TLS. In what is not
// plain an upstream may read more than is written there.
bool may_be_tunnelled(const Fields& asked);

// Every protocol that the 101 switches to was asked for; versions are theirs to settle.
bool grants_what_was_asked(const Fields& asked, const Fields& granted);

}  // namespace jg::http::h1
