<?php
// A runtime for PHP, which Lambda has none of: loads the handler, then asks the Runtime API for one event after the other. It
// runs inside `init` and `invoke`, and needs the curl extension alone. A handler is a file that returns a callable, named
// as `index.php` or `index`. Its first argument is what json_decode makes of the event (objects, so that `{}` stays one), its
// second the context. The way of working is that of Bref's function runtime; the process is kept between events.
declare(strict_types=1);

final class LambdaContext
{
    public readonly string $awsRequestId;
    public readonly string $invokedFunctionArn;
    public readonly int $deadlineMs;
    public readonly string $traceId;
    public readonly string $tenantId;
    public readonly mixed $clientContext;
    public readonly mixed $identity;

    /** @param array<string, string> $headers by names in lower case */
    public function __construct(array $headers)
    {
        $this->awsRequestId = $headers['lambda-runtime-aws-request-id'] ?? '';
        $this->invokedFunctionArn = $headers['lambda-runtime-invoked-function-arn'] ?? '';
        $this->deadlineMs = (int) ($headers['lambda-runtime-deadline-ms'] ?? 0);
        $this->traceId = $headers['lambda-runtime-trace-id'] ?? '';
        $this->tenantId = $headers['lambda-runtime-aws-tenant-id'] ?? '';
        $this->clientContext = json_decode($headers['lambda-runtime-client-context'] ?? 'null');
        $this->identity = json_decode($headers['lambda-runtime-cognito-identity'] ?? 'null');
    }

    public function getRemainingTimeInMillis(): int
    {
        return max($this->deadlineMs - (int) floor(microtime(true) * 1000), 0);
    }
}

/** One kept connection to the Runtime API. */
final class LambdaRuntimeClient
{
    private const JSON = 'Content-Type: application/json';
    /** A header of more than this is refused by other clients, too. */
    private const MAX_CAUSE_BYTES = 1024 * 1024;
    private readonly CurlHandle $curl;
    private readonly string $base;

    public function __construct(string $address)
    {
        $this->base = "http://$address/2018-06-01/runtime/";
        $this->curl = curl_init();
    }

    /** @return array{array<string, string>, string} the headers by names in lower case, and the event */
    public function next(): array
    {
        [$status, $headers, $body] = $this->call('invocation/next', []);
        if ($status !== 200) {
            throw new RuntimeException("the Runtime API answered $status to invocation/next: $body");
        }
        return [$headers, $body];
    }

    public function respond(string $requestId, string $json): void
    {
        $this->post("invocation/$requestId/response", $json, []);
    }

    public function fail(string $requestId, Throwable $error): void
    {
        $this->post("invocation/$requestId/error", asJson(errorDocument($error)), errorHeaders($error));
    }

    public function failInit(Throwable $error): void
    {
        $this->post('init/error', asJson(errorDocument($error)), errorHeaders($error));
    }

    /** @param list<string> $headers */
    private function post(string $path, string $body, array $headers): void
    {
        $fitting = array_filter($headers, static fn ($header) => strlen($header) < self::MAX_CAUSE_BYTES);
        // Without an empty Expect, curl asks before it sends a larger body.
        $this->call($path, [
            CURLOPT_POSTFIELDS => $body,
            CURLOPT_HTTPHEADER => [self::JSON, 'Expect:', ...array_values($fitting)],
        ]);
    }

    /**
     * @param array<int, mixed> $options
     * @return array{int, array<string, string>, string}
     */
    private function call(string $path, array $options): array
    {
        $headers = [];
        // Keeps the connection, and nothing else of the call before.
        curl_reset($this->curl);
        curl_setopt_array($this->curl, $options + [
            CURLOPT_URL => $this->base . $path,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_PROXY => '',
            CURLOPT_USERAGENT => 'thaw-php/' . PHP_VERSION,
            // The next event may be long in coming: no timeout, which is the default.
            CURLOPT_HEADERFUNCTION => static function (CurlHandle $_, string $line) use (&$headers): int {
                [$name, $value] = explode(':', $line, 2) + [1 => ''];
                $headers[strtolower($name)] = trim($value);
                return strlen($line);
            },
        ]);
        $body = curl_exec($this->curl);
        if ($body === false) {
            throw new RuntimeException("the Runtime API cannot be reached at $path: " . curl_error($this->curl));
        }
        return [curl_getinfo($this->curl, CURLINFO_RESPONSE_CODE), $headers, $body];
    }
}

function asJson(mixed $value, int $flags = JSON_INVALID_UTF8_SUBSTITUTE): string
{
    return json_encode($value, $flags | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
}

/** @return array{errorMessage: string, errorType: string, stackTrace: list<string>} */
function errorDocument(Throwable $error): array
{
    return [
        'errorMessage' => $error->getMessage(),
        'errorType' => errorType($error),
        'stackTrace' => explode("\n", $error->getTraceAsString()),
    ];
}

/** An exception may name its own type: class names are PHP's, types of errors are anybody's. */
function errorType(Throwable $error): string
{
    return method_exists($error, 'errorType') ? (string) $error->errorType() : $error::class;
}

/** @return list<string> the error's kind and X-Ray's cause, as AWS's own clients send them */
function errorHeaders(Throwable $error): array
{
    $type = errorType($error);
    $kind = preg_match('/^[A-Z][a-zA-Z]+$/', $type) === 1 ? $type : 'UserException';
    $trace = [['file' => $error->getFile(), 'line' => $error->getLine()], ...$error->getTrace()];
    $stack = array_map(static fn (array $frame) => [
        'path' => $frame['file'] ?? '',
        'line' => $frame['line'] ?? 0,
        'label' => $frame['function'] ?? '',
    ], array_slice($trace, 0, 15));
    $cause = [
        'working_directory' => (string) getcwd(),
        'exceptions' => [['message' => $error->getMessage(), 'type' => $type, 'stack' => $stack]],
        'paths' => array_values(array_unique(array_column($stack, 'path'))),
    ];
    // A header is ASCII: what is not is escaped.
    $json = json_encode($cause, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    return [
        "Lambda-Runtime-Function-Error-Type: Function.$kind",
        "Lambda-Runtime-Function-XRay-Error-Cause: $json",
    ];
}

function logError(string $title, Throwable $error): void
{
    echo "$title\t", asJson(errorDocument($error)), "\n";
}

function loadHandler(string $name): callable
{
    $root = getenv('LAMBDA_TASK_ROOT') ?: (string) getcwd();
    $file = "$root/" . (str_ends_with($name, '.php') ? $name : "$name.php");
    if (!is_file($file)) {
        throw new RuntimeException("Handler '$name' not found: there is no file $file");
    }
    $handler = (static fn () => require $file)();
    if (!is_callable($handler)) {
        throw new RuntimeException("Handler '$name': expected a file that returns a callable, got " . get_debug_type($handler));
    }
    return $handler;
}

/** @param array<string, string> $headers */
function serve(LambdaRuntimeClient $client, callable $handler, array $headers, string $body): void
{
    $context = new LambdaContext($headers);
    putenv($context->traceId === '' ? '_X_AMZN_TRACE_ID' : "_X_AMZN_TRACE_ID=$context->traceId");
    try {
        $event = json_decode($body, false, 512, JSON_THROW_ON_ERROR);
        // What cannot be written as JSON is the function's error.
        $answer = asJson($handler($event, $context), JSON_PRESERVE_ZERO_FRACTION);
    } catch (Throwable $error) {
        logError("$context->awsRequestId\tInvoke Error", $error);
        $client->fail($context->awsRequestId, $error);
        return;
    }
    $client->respond($context->awsRequestId, $answer);
}

// Warnings and fatal errors go where Lambda takes a log from, as text.
ini_set('display_errors', 'stderr');
ini_set('html_errors', '0');
ini_set('memory_limit', '-1');
$client = new LambdaRuntimeClient(getenv('AWS_LAMBDA_RUNTIME_API') ?: '127.0.0.1:9001');
try {
    $handler = loadHandler(getenv('_HANDLER') ?: '');
} catch (Throwable $error) {
    logError('Init Error', $error);
    $client->failInit($error);
    exit(1);
}
while (true) {
    serve($client, $handler, ...$client->next());
}
