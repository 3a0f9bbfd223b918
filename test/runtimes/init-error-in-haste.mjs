// Writes a long init error and is gone before anyone can have read all of it.
import { writeSync } from "node:fs";
import { connect } from "node:net";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const document = {
  errorMessage: "no time",
  errorType: "Runtime.InHaste",
  stackTrace: ["x".repeat(5_000_000)],
};
const body = JSON.stringify(document);
const head = `POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`;
const socket = connect(Number(port), host, () => {
  let rest = Buffer.from(head + body);
  while (rest.byteLength > 0) {
    rest = rest.subarray(written(rest));
  }
  process.kill(process.pid, "SIGKILL");
});

// A full socket buffer is tried again: nothing may be left to this process's event loop.
function written(bytes) {
  try {
    return writeSync(socket._handle.fd, bytes);
  } catch (error) {
    if (error.code === "EAGAIN") {
      return 0;
    }
    throw error;
  }
}
