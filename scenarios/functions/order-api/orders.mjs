import { readFileSync } from "node:fs";
import { z } from "zod";

/** The states of an order, in the order in which it goes through them. */
export const orderStatuses = ["placed", "packed", "shipped", "delivered", "returned"];

const order = z.object({
  id: z.string(),
  status: z.enum(orderStatuses),
  customer: z.object({ name: z.string(), country: z.string().length(2) }),
  placedAt: z.iso.datetime(),
  currency: z.enum(["EUR", "GBP", "SEK"]),
  lines: z
    .array(
      z.object({
        sku: z.string(),
        title: z.string(),
        quantity: z.number().int().positive(),
        /** In hundredths of the currency. */
        unitPrice: z.number().int().nonnegative(),
      }),
    )
    .min(1),
});

// Read and checked at load, as a service that keeps its table in memory would.
const file = readFileSync(new URL("orders.json", import.meta.url), "utf8");
const orders = z.array(order).parse(JSON.parse(file));
const ordersById = new Map(orders.map((entry) => [entry.id, entry]));

/** The order with this id, or undefined. */
export function findOrder(id) {
  return ordersById.get(id);
}

/** All orders, newest first, or those in one status. */
export function listOrders(status) {
  const wanted = status === undefined ? orders : orders.filter((entry) => entry.status === status);
  return wanted.toSorted((a, b) => b.placedAt.localeCompare(a.placedAt));
}
