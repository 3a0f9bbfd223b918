import fc from "fast-check";

/** The extensions that may speak: two files of a layer and a part of the runtime's process. */
export const extensionNames = ["lens", "lamp", "inside"] as const;
export const externalNames: readonly string[] = ["lens", "lamp"];
export type ExtensionName = (typeof extensionNames)[number];

/** Which request id a call names: the last one that was delivered, the one before it, or one that never was. */
export type NamedId = "last" | "previous" | "unknown";

/** What a runtime may ask. */
export type RuntimeCall =
  | { readonly call: "next" | "initError" | "restoreNext" | "restoreError" }
  | { readonly call: "response"; readonly id: NamedId; readonly mode: "" | "streaming" | "buffered" }
  | { readonly call: "error"; readonly id: NamedId };

/** What an extension may ask. */
export type ExtensionCall =
  | { readonly call: "register"; readonly events: readonly string[] }
  | { readonly call: "eventNext" | "extensionInitError" | "exitError" | "subscribe" };

/** Calls that are sent at once, at most one of each actor, and moves of the platform. */
export type Step =
  | {
      readonly kind: "calls";
      readonly runtime: RuntimeCall | undefined;
      readonly extensions: readonly (ExtensionCall | undefined)[];
    }
  | { readonly kind: "deliver" | "restore" | "reset" }
  | { readonly kind: "shutDown"; readonly name: ExtensionName };

const namedId = fc.oneof(
  { weight: 6, arbitrary: fc.constant<NamedId>("last") },
  { weight: 1, arbitrary: fc.constantFrom<NamedId>("previous", "unknown") },
);

const runtimeCall: fc.Arbitrary<RuntimeCall> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<RuntimeCall>({ call: "next" }) },
  {
    weight: 5,
    arbitrary: fc.record({
      call: fc.constant("response" as const),
      id: namedId,
      mode: fc.constantFrom("" as const, "" as const, "" as const, "streaming" as const, "buffered" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ call: fc.constant("error" as const), id: namedId }) },
  { weight: 1, arbitrary: fc.constant<RuntimeCall>({ call: "initError" }) },
  { weight: 2, arbitrary: fc.constant<RuntimeCall>({ call: "restoreNext" }) },
  { weight: 1, arbitrary: fc.constant<RuntimeCall>({ call: "restoreError" }) },
);

const events = fc.constantFrom(["INVOKE"], ["INVOKE"], ["INVOKE", "SHUTDOWN"], ["SHUTDOWN"], [], ["WAKE"]);

const extensionCall: fc.Arbitrary<ExtensionCall> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ call: fc.constant("register" as const), events }) },
  { weight: 9, arbitrary: fc.constant<ExtensionCall>({ call: "eventNext" }) },
  { weight: 1, arbitrary: fc.constant<ExtensionCall>({ call: "extensionInitError" }) },
  { weight: 1, arbitrary: fc.constant<ExtensionCall>({ call: "exitError" }) },
  { weight: 1, arbitrary: fc.constant<ExtensionCall>({ call: "subscribe" }) },
);

const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const registration: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("calls" as const),
  runtime: fc.constant(undefined),
  extensions: fc.tuple(perhaps(extensionCall), perhaps(extensionCall), perhaps(extensionCall)),
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("calls" as const),
      runtime: perhaps(runtimeCall),
      extensions: fc.tuple(perhaps(extensionCall), perhaps(extensionCall), perhaps(extensionCall)),
    }),
  },
  { weight: 6, arbitrary: fc.constant<Step>({ kind: "deliver" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "restore" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "reset" }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("shutDown" as const),
      name: fc.constantFrom(...extensionNames),
    }),
  },
);

/** A sequence of steps: extensions may have a while to themselves before the runtime speaks. */
export const anySteps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(registration, { maxLength: 6, size: "max" }),
    fc.array(anyStep, { maxLength: 50, size: "max" }),
  )
  .map(([first, then]) => [...first, ...then]);
