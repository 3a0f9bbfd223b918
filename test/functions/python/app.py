import os
import sys


def handler(event, context):
    return {
        "event": event,
        "requestId": context.aws_request_id,
        "name": context.function_name,
        "memory": context.memory_limit_in_mb,
        "arn": context.invoked_function_arn,
        "remaining": context.get_remaining_time_in_millis(),
        "variables": dict(os.environ),
        "path": sys.path,
        "arguments": sys.argv[1:],
    }


def failing(event, context):
    raise ValueError("not a value")


def unserialisable(event, context):
    return {"value": object()}


def exiting(event, context):
    sys.exit(3)


def logging(event, context):
    import logging as log

    print("printed")
    log.warning("logged")
