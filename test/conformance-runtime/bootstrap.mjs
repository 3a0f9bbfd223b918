#!/usr/bin/env node
// The sound runtime, or one with the fault that the variable FAULT names.
import { faults } from "./faults.mjs";
import { sound } from "./sound.mjs";

const steps = { ...sound, ...faults[process.env.FAULT] };

await steps.load();
for (;;) {
  await steps.serve(await steps.poll());
}
