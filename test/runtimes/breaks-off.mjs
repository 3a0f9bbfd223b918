// Loses its connection in the middle of every response, and goes on.
import { connect } from "node:net";
import { next } from "./api.mjs";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
for (;;) {
  const { id } = await next();
  await new Promise((resolve) => {
    const socket = connect(Number(port), host, () => {
      const head = `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n`;
      socket.write(`${head}half of it`, () => socket.destroy());
    });
    socket.on("close", () => setTimeout(resolve, 50));
  });
}
