import { IANAZone } from "luxon";
import { z } from "zod";
import { HttpError } from "./http-error.mjs";
import { orderStatuses } from "./orders.mjs";

const timeZone = z
  .string()
  .refine((name) => IANAZone.isValidZone(name), "expected an IANA time zone such as Europe/Lisbon")
  .default("UTC");

const orderRequest = z.object({
  orderId: z.string().regex(/^ORD-\d{5}$/, "expected ORD- and five digits"),
  timeZone,
});

const listRequest = z.object({
  status: z.enum(orderStatuses).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
  timeZone,
});

/** The parameters of GET /orders/{orderId}. Throws HttpError 400. */
export const parseOrderRequest = (input) => parse(orderRequest, input);

/** The parameters of GET /orders. Throws HttpError 400. */
export const parseListRequest = (input) => parse(listRequest, input);

function parse(schema, input) {
  const result = schema.safeParse(input);
  if (!result.success) {
    const details = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new HttpError(400, "the request is not valid", details);
  }
  return result.data;
}
