// Command bootstrap greets whom the event names, on aws-lambda-go.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
)

type event struct {
	Whom string `json:"whom"`
}

type answer struct {
	Greeting string `json:"greeting"`
}

func main() {
	lambda.Start(greet)
}

func greet(_ context.Context, event event) (answer, error) {
	return answer{Greeting: "Hello, " + event.Whom}, nil
}
