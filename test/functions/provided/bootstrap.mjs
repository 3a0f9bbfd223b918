const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
while (true) {
  const next = await fetch(`${api}/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const event = await next.text();
  const body = JSON.stringify({
    event,
    arguments: process.argv.slice(2),
    execution: process.env.AWS_EXECUTION_ENV ?? null,
  });
  await fetch(`${api}/${id}/response`, { method: "POST", body });
}
