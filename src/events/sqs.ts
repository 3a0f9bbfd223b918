import { createHash } from "node:crypto";
import type { Json } from "../shared/json.ts";
import { bodyText, countParameter, defineEvent, jsonParameter } from "./builtin-event.ts";

/** The most records that one batch of a standard queue can hold. Source: "Using Lambda with Amazon SQS". */
const largestBatch = 10_000;

/**
 * A batch from a standard queue.
 * Source of the shape: "Using Lambda with Amazon SQS", AWS Lambda Developer Guide.
 */
export const sqs = defineEvent(
  "sqs",
  "a batch of messages from an SQS standard queue",
  {
    records: countParameter(1, largestBatch, "messages in the batch"),
    body: jsonParameter(
      { orderId: 42, quantity: 1 },
      "body of every message; what is not a text is sent as JSON",
    ),
  },
  ({ records, body }) => {
    const text = bodyText(body) ?? "";
    const md5OfBody = createHash("md5").update(text).digest("hex");
    return { Records: Array.from({ length: records }, (_, index) => record(index, text, md5OfBody)) };
  },
);

function record(index: number, body: string, md5OfBody: string): Json {
  const sentAt = Date.UTC(2026, 2, 2, 9, 30) + index;
  return {
    messageId: messageId(index),
    receiptHandle: `AQEBthaw${createHash("sha256").update(`receipt ${index}`).digest("base64")}`,
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: String(sentAt),
      SenderId: "AIDATHAWEXAMPLE000001",
      ApproximateFirstReceiveTimestamp: String(sentAt + 5),
    },
    messageAttributes: {},
    md5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:thaw-orders",
    awsRegion: "eu-central-1",
  };
}

/** A UUID that depends on the index alone: the same scenario gives the same bytes on every machine. */
function messageId(index: number): string {
  const hex = createHash("sha256").update(`message ${index}`).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
