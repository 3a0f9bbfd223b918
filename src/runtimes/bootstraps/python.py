"""Stands in for Lambda's Python runtime client: loads the handler, then asks the Runtime API for one event after the other.

It runs inside `init` and `invoke`. Standard library only, and of that what Lambda's own client imports too, so that a
function that imports http.client, json or logging pays for them as little as it does on Lambda.
Behaviour: aws-lambda-python-runtime-interface-client.
"""

import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

API = "/2018-06-01/runtime"
# Set for each invocation; the log's formatter reads it.
request_id = ""


class Fault(Exception):
    """A failure that Lambda's client has a type of its own for."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = "Runtime." + error_type
        self.trace = trace or []


class CognitoIdentity:
    def __init__(self, fields):
        self.cognito_identity_id = fields.get("cognitoIdentityId")
        self.cognito_identity_pool_id = fields.get("cognitoIdentityPoolId")


class Client:
    """The app that called through a mobile SDK."""

    def __init__(self, fields):
        for name in ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"):
            setattr(self, name, fields.get(name))


class ClientContext:
    def __init__(self, fields):
        self.custom = fields.get("custom")
        self.env = fields.get("env")
        self.client = Client(fields["client"]) if fields.get("client") else None


class LambdaContext:
    def __init__(self, headers):
        client_context = headers.get("Lambda-Runtime-Client-Context")
        identity = headers.get("Lambda-Runtime-Cognito-Identity")
        self.aws_request_id = headers.get("Lambda-Runtime-Aws-Request-Id")
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        self.client_context = ClientContext(json.loads(client_context)) if client_context else None
        self.identity = CognitoIdentity(json.loads(identity) if identity else {})
        self._deadline_ms = int(headers.get("Lambda-Runtime-Deadline-Ms") or 0)

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class RuntimeClient:
    """One kept connection to the Runtime API."""

    def __init__(self, address):
        host, _, port = address.partition(":")
        # No timeout: the next event may be long in coming.
        self._connection = http.client.HTTPConnection(host, int(port or 80))

    def restore(self):
        response, body = self._call("GET", "/restore/next")
        if response.status != 200:
            raise RuntimeError("the Runtime API answered %d to restore/next: %r" % (response.status, body))

    def next(self):
        response, body = self._call("GET", "/invocation/next")
        if response.status != 200:
            raise RuntimeError("the Runtime API answered %d to invocation/next: %r" % (response.status, body))
        return response.headers, body

    def respond(self, invocation, body, content_type):
        self._post("/invocation/%s/response" % invocation, body, content_type)

    def fail(self, invocation, error):
        self._post("/invocation/%s/error" % invocation, as_bytes(error), "application/json")

    def fail_init(self, error):
        self.fail_early("/init/error", error, error["errorType"])

    def fail_early(self, path, error, error_type):
        headers = {"Lambda-Runtime-Function-Error-Type": error_type}
        self._post(path, as_bytes(error), "application/json", headers)

    def _post(self, path, body, content_type, headers=None):
        self._call("POST", path, body, {"Content-Type": content_type, **(headers or {})})

    def _call(self, method, path, body=None, headers=None):
        self._connection.request(method, API + path, body, headers or {})
        response = self._connection.getresponse()
        return response, response.read()


def as_bytes(value):
    return json.dumps(value, ensure_ascii=False).encode("utf8", "replace")


class LambdaFormatter(logging.Formatter):
    converter = time.gmtime

    def format(self, record):
        record.aws_request_id = request_id
        return super().format(record)


class StdoutHandler(logging.Handler):
    """Looks sys.stdout up for each record: the function may have replaced it."""

    def emit(self, record):
        sys.stdout.write(self.format(record))


def set_up_logs():
    # Lines leave when they end: what a function printed is not lost with its process.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, write_through=True, errors="backslashreplace")
    handler = StdoutHandler()
    line = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
    handler.setFormatter(LambdaFormatter(line, "%Y-%m-%dT%H:%M:%S"))
    logging.getLogger().addHandler(handler)


def set_up_search_path():
    """The task root takes the place of this file's folder; layers come next, as on Lambda."""
    version = "python%d.%d" % sys.version_info[:2]
    # PYTHONPATH and the standard library follow.
    sys.path[0:1] = [task_root(), *layer_paths(version)]


def task_root():
    return os.environ.get("LAMBDA_TASK_ROOT") or os.getcwd()


def layer_paths(version):
    # Where layers are is an argument, taken away again: the function sees an environment and a sys.argv like Lambda's.
    opt = sys.argv.pop(1) if len(sys.argv) > 1 else "/opt"
    return [os.path.join(opt, "python", "lib", version, "site-packages"), os.path.join(opt, "python")]


def load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if dot == "":
        raise Fault("MalformedHandlerName", "Bad handler '%s': expected module.function" % name)
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("BuiltInModuleConflict", "Cannot use built-in module %s as a handler module" % module_name)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", "Unable to import module '%s': %s" % (module_name, error)) from error
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        raise Fault("UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace) from error
    try:
        return getattr(module, function_name)
    except AttributeError as error:
        message = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        raise Fault("HandlerNotFound", message) from error


def error_document(error, invocation=""):
    if isinstance(error, Fault):
        error_type, trace = error.error_type, error.trace
    else:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not ours(frame)]
        error_type, trace = type(error).__name__, traceback.format_list(frames)
    return {"errorMessage": str(error), "errorType": error_type, "requestId": invocation, "stackTrace": trace}


def ours(frame):
    return frame.filename == __file__ or frame.filename.startswith("<frozen importlib")


def log_error(error):
    lines = ["[ERROR] %(errorType)s: %(errorMessage)s" % error, "Traceback (most recent call last):"]
    sys.stdout.write("\n".join(lines + [line.rstrip("\n") for line in error["stackTrace"]]) + "\n")


def serve(client, handler, headers, body):
    global request_id
    request_id = headers.get("Lambda-Runtime-Aws-Request-Id") or ""
    set_trace_id(headers.get("Lambda-Runtime-Trace-Id"))
    try:
        result, content_type = marshalled(handler(unmarshalled(body), LambdaContext(headers)))
    except Exception as error:
        document = error_document(error, request_id)
        log_error(document)
        client.fail(request_id, document)
    else:
        client.respond(request_id, result, content_type)


def set_trace_id(trace_id):
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


def unmarshalled(body):
    try:
        return json.loads(body)
    except Exception as error:
        raise Fault("UnmarshalError", "Unable to unmarshal input: %s" % error) from error


def marshalled(result):
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        # Lambda's client writes a Decimal as a number; any other unknown type is the function's failure.
        return json.dumps(result, ensure_ascii=False, default=number).encode("utf8"), "application/json"
    except Exception as error:
        raise Fault("MarshalError", "Unable to marshal response: %s" % error) from error


def number(value):
    if type(value).__name__ == "Decimal":
        return float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def hooks(kind):
    """What the function registered with Lambda's snapshot_restore_py; nothing where it did not import that."""
    module = sys.modules.get("snapshot_restore_py")
    return getattr(module, "get_" + kind)() if module else []


def go_through_snapshot(client):
    """Runs the hooks before a snapshot, last registered first, waits for the restore, and runs those after it."""
    run_hooks(client, reversed(list(hooks("before_snapshot"))), "/init/error", "BeforeSnapshotError", 64)
    client.restore()
    run_hooks(client, hooks("after_restore"), "/restore/error", "AfterRestoreError", 65)


def run_hooks(client, registered, path, error_type, code):
    try:
        for function, args, kwargs in registered:
            function(*args, **kwargs)
    except Exception as error:
        document = error_document(error)
        log_error(document)
        client.fail_early(path, document, "Runtime." + error_type)
        sys.exit(code)


def main():
    set_up_logs()
    set_up_search_path()
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ.get("_HANDLER", ""))
    except Exception as error:
        document = error_document(error)
        log_error(document)
        client.fail_init(document)
        sys.exit(1)
    if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        go_through_snapshot(client)
    while True:
        headers, body = client.next()
        serve(client, handler, headers, body)


main()
