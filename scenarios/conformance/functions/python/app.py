"""The function of docs/conformance.md for Python."""

import os
import time

if os.environ.get("CONFORMANCE_FAIL_AT_LOAD"):
    raise RuntimeError("asked to fail at load")


def handler(event, context):
    action = event.get("action") if isinstance(event, dict) else None
    answer = ACTIONS.get(action) if isinstance(action, str) else None
    return event if answer is None else answer(event, context)


def echo(event, _context):
    return event.get("payload")


def throw(event, _context):
    # The client reports the name of the exception's class.
    raise type(event["type"], (Exception,), {})(event["message"])


def sleep(event, _context):
    time.sleep(event["ms"] / 1000)


def context_seen(_event, context):
    return {
        "requestId": context.aws_request_id,
        # The client tells the time that is left, not the deadline.
        "deadlineMs": round(time.time() * 1000) + context.get_remaining_time_in_millis(),
        "invokedFunctionArn": context.invoked_function_arn,
        "traceId": os.environ.get("_X_AMZN_TRACE_ID"),
    }


def environment(_event, _context):
    return dict(os.environ)


def large(event, _context):
    return "x" * event["bytes"]


def leave(event, _context):
    # Not sys.exit, which is an exception that the client catches and reports.
    os._exit(event.get("code", 0))


ACTIONS = {
    "echo": echo,
    "throw": throw,
    "sleep": sleep,
    "context": context_seen,
    "env": environment,
    "large": large,
    "exit": leave,
}
