#!/bin/sh
export PYTHONPATH="${PYTHONPATH:-/var/runtime}"
set -- /var/lang/bin/python3.11 /var/runtime/bootstrap.py
if [ -n "$AWS_LAMBDA_EXEC_WRAPPER" ]; then
  exec "$AWS_LAMBDA_EXEC_WRAPPER" "$@"
fi
exec "$@"
