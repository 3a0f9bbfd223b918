import { z } from "zod";
import { invalid } from "../aws-error.ts";
import type { Handler } from "../handler.ts";
import { json } from "../reply.ts";
import { jsonOf } from "../request.ts";
import type { Region } from "../state.ts";
import { findFunction } from "./find.ts";
import { parseInput } from "./settings.ts";

const concurrencyInput = z.object({ ReservedConcurrentExecutions: z.int().min(0) });

/** PUT /2017-10-31/functions/{name}/concurrency */
export const putFunctionConcurrency: Handler = ({ context, region, request, params }) => {
  const wanted = parseInput(concurrencyInput, jsonOf(request)).ReservedConcurrentExecutions;
  const { fn } = findFunction(context, region, params[0] ?? "");
  const { concurrency } = context.options;
  // What stays for functions without a reservation; accounts that begin with little may keep less.
  const least = Math.min(100, Math.ceil(concurrency / 10));
  const others = reservedOf(region) - (fn.reservedConcurrency ?? 0);
  if (concurrency - others - wanted < least) {
    throw invalid(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}].`,
    );
  }
  fn.reservedConcurrency = wanted;
  return json({ ReservedConcurrentExecutions: wanted });
};

/** GET /2016-08-19/account-settings */
export const getAccountSettings: Handler = ({ context, region }) => {
  const { concurrency } = context.options;
  const functions = [...region.functions.values()];
  return json({
    AccountLimit: {
      TotalCodeSize: 300 * 2 ** 30,
      CodeSizeUnzipped: 250 * 2 ** 20,
      CodeSizeZipped: 50 * 2 ** 20,
      ConcurrentExecutions: concurrency,
      UnreservedConcurrentExecutions: concurrency - reservedOf(region),
    },
    AccountUsage: {
      TotalCodeSize: functions.reduce((sum, fn) => sum + fn.latest.settings.codeBytes, 0),
      FunctionCount: functions.length,
    },
  });
};

function reservedOf(region: Region): number {
  return [...region.functions.values()].reduce((sum, fn) => sum + (fn.reservedConcurrency ?? 0), 0);
}
