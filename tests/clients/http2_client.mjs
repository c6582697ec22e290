// Node's own HTTP/2 client: streams side by side, a body, trailers, a WebSocket's extended CONNECT.
import http2 from "node:http2";

const session = http2.connect(process.env.URL, { ca: process.env.CA });
session.on("error", (error) => {
  console.error(error);
  process.exit(1);
});

function ask(headers, body) {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined });
    const answer = { trailers: {}, length: 0 };
    stream.on("response", (head) => Object.assign(answer, { status: head[":status"] }));
    stream.on("trailers", (fields) => Object.assign(answer.trailers, fields));
    stream.on("data", (data) => (answer.length += data.length));
    stream.on("end", () => resolve(answer));
    stream.on("error", reject);
    if (body !== undefined) stream.end(body);
  });
}

await new Promise((ready) => session.once("remoteSettings", ready));
const many = await Promise.all(Array.from({ length: 50 }, (_, i) => ask({ ":path": `/${i}` })));
const large = await ask({ ":method": "POST", ":path": "/echo" }, Buffer.alloc(2_000_000, "x"));
const trailed = await ask({ ":method": "POST", ":path": "/trailers", te: "trailers" }, "body");
console.log(
  JSON.stringify({
    protocol: session.alpnProtocol,
    many: many.filter((answer) => answer.status === 200).length,
    large: large.length,
    trailers: { ...trailed.trailers },
    extended_connect: session.remoteSettings.enableConnectProtocol,
  }),
);
session.close();
