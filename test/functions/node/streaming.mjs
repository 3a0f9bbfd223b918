export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.setContentType("text/plain");
  stream.write("one ");
  stream.write("two ");
  stream.end(event.last ?? "three");
});

export const web = awslambda.streamifyResponse(async (_event, stream) => {
  const body = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { "x-test": "yes" } });
  body.write("created");
  body.end();
});

export const breaking = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write("begun");
  throw new TypeError("broke off");
});

export const unfinished = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write("begun");
});
