// Ends by SIGKILL in the middle of its response.
import { connect } from "node:net";
import { next } from "./api.mjs";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const { id } = await next();
const socket = connect(Number(port), host, () => {
  const head = `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n`;
  socket.write(`${head}half of it`, () => process.kill(process.pid, "SIGKILL"));
});
