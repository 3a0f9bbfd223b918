// Command bootstrap is the function of docs/conformance.md on aws-lambda-go.
package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type request struct {
	Action  string          `json:"action"`
	Payload json.RawMessage `json:"payload"`
	Type    string          `json:"type"`
	Message string          `json:"message"`
	Ms      float64         `json:"ms"`
	Bytes   int             `json:"bytes"`
	Code    int             `json:"code"`
}

func main() {
	if os.Getenv("CONFORMANCE_FAIL_AT_LOAD") != "" {
		// The client has no way to report an error of init: a program in Go ends itself.
		log.Fatal("asked to fail at load")
	}
	if os.Getenv("CONFORMANCE_SIGTERM") != "" {
		// The client registers an internal extension then: without any, Lambda sends no SIGTERM.
		lambda.StartWithOptions(handle, lambda.WithEnableSIGTERM(func() { log.Print("SIGTERM received") }))
		return
	}
	lambda.Start(handle)
}

// The client sends an io.Reader as a stream, anything else as its JSON.
func handle(ctx context.Context, event json.RawMessage) (any, error) {
	var asked request
	if json.Unmarshal(event, &asked) != nil {
		return event, nil
	}
	switch asked.Action {
	case "echo":
		return payloadOf(asked), nil
	case "throw":
		return nil, messages.InvokeResponse_Error{Type: asked.Type, Message: asked.Message}
	case "sleep":
		time.Sleep(time.Duration(asked.Ms * float64(time.Millisecond)))
		return nil, nil
	case "context":
		return contextSeen(ctx), nil
	case "env":
		return environment(), nil
	case "large":
		return strings.Repeat("x", asked.Bytes), nil
	case "exit":
		os.Exit(asked.Code)
	case "stream":
		return inHalves(payloadOf(asked)), nil
	}
	return event, nil
}

func payloadOf(asked request) json.RawMessage {
	if asked.Payload == nil {
		return json.RawMessage("null")
	}
	return asked.Payload
}

func contextSeen(ctx context.Context) map[string]any {
	seen := map[string]any{"traceId": os.Getenv("_X_AMZN_TRACE_ID")}
	if known, ok := lambdacontext.FromContext(ctx); ok {
		seen["requestId"] = known.AwsRequestID
		seen["invokedFunctionArn"] = known.InvokedFunctionArn
	}
	if deadline, ok := ctx.Deadline(); ok {
		seen["deadlineMs"] = deadline.UnixMilli()
	}
	return seen
}

func environment() map[string]string {
	variables := map[string]string{}
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		variables[name] = value
	}
	return variables
}

func inHalves(document json.RawMessage) io.Reader {
	reader, writer := io.Pipe()
	go func() {
		half := (len(document) + 1) / 2
		_, _ = writer.Write(document[:half])
		// A pause, so that the halves leave apart.
		time.Sleep(100 * time.Millisecond)
		_, _ = writer.Write(document[half:])
		_ = writer.Close()
	}()
	return reader
}
