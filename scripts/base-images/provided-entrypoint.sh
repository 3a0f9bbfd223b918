#!/bin/sh
# The runtime is the function's own: in its code, else in a layer, as documented.
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then
  echo "AWS_LAMBDA_RUNTIME_API is not set: this image runs beside a Runtime API only" 1>&2
  exit 143
fi
export _HANDLER="$1"
[ -e /var/task/bootstrap ] && exec /var/task/bootstrap
exec /opt/bootstrap
