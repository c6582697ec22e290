// Answers JSON lines {"id", "expr", "bindings": typed values} as `jotgate-vectors cel` does, by @bufbuild/cel.
import { createInterface } from "node:readline";
import { celEnv, celUint, isCelError, isCelList, isCelMap, isCelType, isCelUint, parse, plan } from "@bufbuild/cel";
import { strings } from "@bufbuild/cel/ext";
import { create } from "@bufbuild/protobuf";
import { DurationSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";

const env = celEnv({ funcs: strings });
const isTime = (value, name) => value?.$typeName === name || value?.message?.$typeName === name;

function read([kind, value]) {
  const inner = (typed) => read(Object.entries(typed)[0]);
  switch (kind) {
    case "int": return BigInt(value);
    case "uint": return celUint(BigInt(value));
    case "double": return Number(value);
    case "bytes": return new Uint8Array(Buffer.from(value, "base64"));
    case "list": return value.map(inner);
    case "map": return new Map(value.map(([key, item]) => [inner(key), inner(item)]));
    case "duration": return create(DurationSchema, { seconds: BigInt(value.seconds), nanos: value.nanos });
    case "timestamp": return create(TimestampSchema, { seconds: BigInt(value.seconds), nanos: value.nanos });
    default: return value; // null, bool, string
  }
}

function double(value) {
  return Number.isFinite(value) ? value : String(value);
}

function time(value) {
  const message = value.message ?? value;
  return { seconds: String(message.seconds), nanos: message.nanos };
}

function write(value) {
  if (value === null) return { null: null };
  if (typeof value === "boolean") return { bool: value };
  if (typeof value === "bigint") return { int: String(value) };
  if (typeof value === "number") return { double: double(value) };
  if (typeof value === "string") return { string: value };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("base64") };
  if (isCelUint(value)) return { uint: String(value.value) };
  if (isCelList(value)) return { list: [...value].map(write) };
  if (isCelMap(value)) return { map: [...value].map(([key, item]) => [write(key), write(item)]) };
  if (isTime(value, "google.protobuf.Timestamp")) return { timestamp: time(value) };
  if (isTime(value, "google.protobuf.Duration")) return { duration: time(value) };
  if (isCelType(value)) return { type: value.name };
  throw new Error(`a value of no known kind: ${value}`);
}

function answer({ id, expr, bindings }) {
  try {
    const variables = Object.fromEntries(Object.entries(bindings).map(([name, typed]) => [name, read(Object.entries(typed)[0])]));
    const value = plan(env, parse(expr))(variables);
    return isCelError(value) ? { id, error: value.message } : { id, value: write(value) };
  } catch (fault) {
    return { id, error: `thrown: ${fault.message}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(JSON.parse(line))));
