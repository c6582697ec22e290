// The same cases by @bufbuild/cel: JSON lines {"case", "what", "ns"}. Arguments: cases.json, milliseconds a measurement.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const clients = createRequire(new URL("../../tests/clients/package.json", import.meta.url));
const load = (name) => import(pathToFileURL(clients.resolve(name)));
const { celEnv, parse, plan } = await load("@bufbuild/cel");
const { strings } = await load("@bufbuild/cel/ext");

const { context, cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const budget = Number(process.argv[3]) * 1e6;
const env = celEnv({ funcs: strings });

// Its numbers are doubles unless they are BigInt.
function typed(value) {
  if (Array.isArray(value)) return value.map(typed);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, typed(v)]));
  return Number.isInteger(value) ? BigInt(value) : value;
}

function nanoseconds(work) {
  for (let i = 0; i < 2000; ++i) work(); // until it is compiled
  let count = 0;
  const begin = process.hrtime.bigint();
  let took = 0;
  while (took < budget) {
    for (let i = 0; i < 100; ++i) work();
    count += 100;
    took = Number(process.hrtime.bigint() - begin);
  }
  return took / count;
}

const variables = typed(context);
for (const { name, rules, peer = rules } of cases) {
  const plans = peer.map((rule) => plan(env, parse(rule)));
  for (const [i, run] of plans.entries())
    if (run(variables) !== true) throw new Error(`does not hold: ${peer[i]}: ${run(variables)}`);
  const measured = {
    parse: () => peer.forEach((rule) => parse(rule)),
    compile: () => peer.forEach((rule) => plan(env, parse(rule))),
    evaluate: () => plans.forEach((run) => run(variables)),
  };
  for (const [what, work] of Object.entries(measured)) console.log(JSON.stringify({ case: name, what, ns: nanoseconds(work) }));
}
