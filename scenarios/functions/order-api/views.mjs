import { DateTime } from "luxon";

const workingDaysUntilDelivery = 3;
const saturday = 6;

/** Everything about an order, with times in the client's time zone. */
export function fullView(order, timeZone) {
  const lines = order.lines.map((line) => ({
    ...line,
    price: money(line.quantity * line.unitPrice, order.currency),
  }));
  return {
    ...shortView(order, timeZone),
    customer: order.customer,
    lines,
    delivery: deliveryDate(order, timeZone),
  };
}

/** What a list shows of an order. */
export function shortView(order, timeZone) {
  const total = order.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
  return {
    id: order.id,
    status: order.status,
    placedAt: localTime(order, timeZone).toISO({ suppressMilliseconds: true }),
    total: money(total, order.currency),
  };
}

function money(hundredths, currency) {
  return `${(hundredths / 100).toFixed(2)} ${currency}`;
}

function localTime(order, timeZone) {
  return DateTime.fromISO(order.placedAt, { zone: timeZone });
}

/** Three working days after the order was placed. */
function deliveryDate(order, timeZone) {
  let day = localTime(order, timeZone);
  for (let left = workingDaysUntilDelivery; left > 0; ) {
    day = day.plus({ days: 1 });
    left -= day.weekday < saturday ? 1 : 0;
  }
  return day.toISODate();
}
