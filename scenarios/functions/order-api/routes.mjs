import { HttpError } from "./http-error.mjs";
import { findOrder, listOrders } from "./orders.mjs";
import { parseListRequest, parseOrderRequest } from "./requests.mjs";
import { fullView, shortView } from "./views.mjs";

const routes = [
  { name: "GET /orders", method: "GET", pattern: /^\/orders\/?$/, answer: answerList },
  {
    name: "GET /orders/{orderId}",
    method: "GET",
    pattern: /^\/orders\/(?<orderId>[^/]+)$/,
    answer: answerOrder,
  },
];

/** The route of a request with the parameters in its path. Throws HttpError 404 or 405. */
export function findRoute(method, path) {
  const matching = routes.filter((route) => route.pattern.test(path));
  if (matching.length === 0) {
    throw new HttpError(404, `there is nothing at ${path}`);
  }
  const route = matching.find((candidate) => candidate.method === method);
  if (route === undefined) {
    throw new HttpError(405, `${path} cannot be asked for with ${method}`);
  }
  return { route, parameters: { ...route.pattern.exec(path).groups } };
}

function answerOrder(input) {
  const { orderId, timeZone } = parseOrderRequest(input);
  const order = findOrder(orderId);
  if (order === undefined) {
    throw new HttpError(404, `there is no order ${orderId}`);
  }
  return fullView(order, timeZone);
}

function answerList(input) {
  const { status, limit, timeZone } = parseListRequest(input);
  const orders = listOrders(status).slice(0, limit);
  return { count: orders.length, orders: orders.map((order) => shortView(order, timeZone)) };
}
