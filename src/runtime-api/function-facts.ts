/** What the APIs of an environment tell about its function. */
export interface FunctionFacts {
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly functionVersion: string;
  readonly handler: string;
  /** Twelve digits; told to extensions that ask for it. */
  readonly accountId: string;
}
