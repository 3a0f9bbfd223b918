<?php
// The function of docs/conformance.md for PHP.
declare(strict_types=1);

if ((getenv('CONFORMANCE_FAIL_AT_LOAD') ?: '') !== '') {
    throw new RuntimeException('asked to fail at load');
}

/** The bootstrap asks an exception for its type. */
final class NamedException extends Exception
{
    public function __construct(private readonly string $type, string $message)
    {
        parent::__construct($message);
    }

    public function errorType(): string
    {
        return $this->type;
    }
}

return function (mixed $event, LambdaContext $context): mixed {
    $action = $event instanceof stdClass ? ($event->action ?? null) : null;
    return match ($action) {
        'echo' => $event->payload ?? null,
        'throw' => throw new NamedException($event->type, $event->message),
        'sleep' => usleep((int) ($event->ms * 1000)),
        'context' => [
            'requestId' => $context->awsRequestId,
            'deadlineMs' => $context->deadlineMs,
            'invokedFunctionArn' => $context->invokedFunctionArn,
            'traceId' => $context->traceId,
        ],
        // An object even where it is empty.
        'env' => (object) getenv(),
        'large' => str_repeat('x', $event->bytes),
        'exit' => exit($event->code ?? 0),
        default => $event,
    };
};
