#!/bin/sh
set -- /var/lang/bin/ruby /var/runtime/ruby.rb
if [ -n "$AWS_LAMBDA_EXEC_WRAPPER" ]; then
  exec "$AWS_LAMBDA_EXEC_WRAPPER" "$@"
fi
exec "$@"
