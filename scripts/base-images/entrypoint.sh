#!/bin/sh
# As AWS's base images have it: the handler is the first argument. They start their emulator where there is no Runtime API;
# this image has none.
if [ $# -ne 1 ]; then
  echo "entrypoint requires the handler name to be the first argument" 1>&2
  exit 142
fi
export _HANDLER="$1"
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then
  echo "AWS_LAMBDA_RUNTIME_API is not set: this image runs beside a Runtime API only" 1>&2
  exit 143
fi
exec /var/runtime/bootstrap
