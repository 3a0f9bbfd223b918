#!/bin/sh
# The flags are those of Lambda: heap and young generation by the function's memory.
: "${NODE_PATH:=/opt/nodejs/node_modules:/var/runtime/node_modules}"
export NODE_PATH
memory=${AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-3008}
set -- /var/lang/bin/node --expose-gc --max-http-header-size=81920 --max-semi-space-size=$((memory * 5 / 100)) \
  --max-old-space-size=$((memory * 90 / 100)) /var/runtime/node_modules/aws-lambda-ric/index.mjs "$_HANDLER"
if [ -n "$AWS_LAMBDA_EXEC_WRAPPER" ]; then
  exec "$AWS_LAMBDA_EXEC_WRAPPER" "$@"
fi
exec "$@"
