// app/door_frame.h - the worker's own things that its doors and their connections work with.
//
// Owner: the worker, and it outlives them. Thread: its loop.
#pragma once

#include "app/arrival_rules.h"
#include "app/doorkeeper.h"
#include "app/spell.h"
#include "exchange/exchange.h"
#include "net/loop.h"
#include "proxy/driver.h"
#include "proxy/snapshot.h"
#include "telemetry/metrics.h"

namespace jg::app {

struct DoorFrame {
  net::Loop& loop;
  exchange::Worker& worker;
  const proxy::SnapshotSource& snapshots;
  Doorkeeper& doorkeeper;
  Spell& accept_trouble;
  ArrivalRules& rules;
  proxy::RecordSink& sink;
  telemetry::WorkerMetrics& metrics;
};

}  // namespace jg::app
