// Writes its init error and is gone before anyone can have read it.
import { writeSync } from "node:fs";
import { connect } from "node:net";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const body = '{"errorMessage":"no time","errorType":"Runtime.InHaste"}';
const socket = connect(Number(port), host, () => {
  const head = `POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`;
  writeSync(socket._handle.fd, head + body);
  process.kill(process.pid, "SIGKILL");
});
