/** What is known of a run when its report is written. */
export interface LambdaFacts {
  /** Given where it was not AWS that answered. */
  readonly endpoint: string | undefined;
  readonly functionArn: string | undefined;
  /** Environments that were at work at once: how many might, and how many were. */
  readonly atOnce: {
    readonly capacity: number;
    readonly mostTaken: number;
    readonly hasBursts: boolean;
  };
}

/** What the lambda target cannot show, for the report. */
export function lambdaLimitations({ endpoint, functionArn, atOnce }: LambdaFacts): readonly string[] {
  return [
    ...(endpoint === undefined
      ? []
      : [`Measured at the endpoint ${endpoint}, not AWS: nothing of it says how fast AWS Lambda is.`]),
    "Phases are as Lambda's REPORT lines have them, rounded to 0.01 ms, by clocks of AWS; only the round trip is this machine's, and holds its way to the region.",
    "Cold starts were forced, one after another on the same functions: what a function costs that nobody has asked for hours, they do not show.",
    "One warm invocation in ten was made without asking for the log's end, which may delay the answer: it has a round trip and nothing else.",
    "The times in packages are fixed, so that equal code gives equal bytes: files that Python compiled by their source's time are compiled again.",
    ...(atOnce.mostTaken > 1
      ? [
          `Up to ${atOnce.mostTaken} environments were at work at once, of ${atOnce.capacity} that this machine and the account allow: answers that arrive together wait for each other here, which is in round trips and in nothing else.`,
        ]
      : []),
    ...(atOnce.hasBursts
      ? [
          "The invocations of a burst were sent at one moment: their round trips hold each other's sending and reading, and a later invocation may be answered by another environment of the same burst.",
        ]
      : []),
    ...(functionArn === undefined
      ? [
          "The first cold start of each copy is the first that there is of a new function, and counts as all others of its method, but with idle, where it is none: where it is to count alone, the method is first-deploy.",
        ]
      : [
          "An existing function was measured: its code, runtime and layers are its own, and not the scenario's.",
        ]),
  ];
}
