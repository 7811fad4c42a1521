// A door before VS Code's server: lets in only who has the token, first in the address, then in a cookie. It listens
// on the loopback interface; the server behind it does too, on a port that nobody is told.
import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { connect } from "node:net";

const COOKIE = "layerscope-token";

/** @returns the gate's port, and how to close it. */
export async function startGate(inner, token) {
  const isToken = (text) => {
    const given = Buffer.from(text ?? "");
    const wanted = Buffer.from(token);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  const hasCookie = (message) =>
    (message.headers.cookie ?? "").split(/;\s*/).some((pair) => {
      const [name, value] = pair.split("=");
      return name === COOKIE && isToken(value);
    });

  const server = createServer((message, answer) => {
    const url = new URL(message.url, "http://gate");
    if (isToken(url.searchParams.get("token"))) {
      url.searchParams.delete("token");
      answer.writeHead(302, {
        "Set-Cookie": `${COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/`,
        Location: `${url.pathname}${url.search}`,
      });
      answer.end();
    } else if (!hasCookie(message)) {
      answer.writeHead(403, { "Content-Type": "text/plain" });
      answer.end("Open the address that npm start has printed: it holds the token.\n");
    } else {
      const passed = request(
        {
          host: "127.0.0.1",
          port: inner,
          method: message.method,
          path: message.url,
          headers: message.headers,
        },
        (reply) => {
          answer.writeHead(reply.statusCode ?? 502, reply.headers);
          reply.pipe(answer);
        },
      );
      passed.on("error", () => answer.destroy());
      message.pipe(passed);
    }
  });

  server.on("upgrade", (message, socket, head) => {
    if (!hasCookie(message)) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const passed = connect(inner, "127.0.0.1", () => {
      const { rawHeaders } = message;
      let lines = `${message.method} ${message.url} HTTP/1.1\r\n`;
      for (let at = 0; at < rawHeaders.length; at += 2)
        lines += `${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`;
      passed.write(`${lines}\r\n`);
      passed.write(head);
      socket.pipe(passed).pipe(socket);
    });
    passed.on("error", () => socket.destroy());
    socket.on("error", () => passed.destroy());
  });

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, close: () => server.close() };
}
