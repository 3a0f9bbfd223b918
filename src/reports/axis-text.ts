import type { AxisEffect } from "../statistics/comparison.ts";
import { shiftText, shiftWithUnit } from "./change-numbers.ts";
import { shortened } from "./compared.ts";
import { tableOf, withoutEmptyColumns } from "./comparison-tables.ts";
import { phaseText } from "./comparison-words.ts";
import type { Table } from "./markdown-text.ts";

/** What stands beside the table. */
export const axisNote =
  "What each value of an axis adds to the axis' reference value, all else alike, pooled over the rest; 95 % intervals.";

/** `hello, layers otel against none: init +114 ms (98 to 131), memory +31 MB (30 to 33)`: a line for each effect. */
export function axisLines(effects: readonly AxisEffect[], shown: (words: string) => string): string[] {
  return effects.map((effect) => {
    const parts = [
      ...effect.phases.map((phase) => `${phaseText(phase)} ${shiftWithUnit(phase.shift, "ms")}`),
      ...(effect.maxMemoryMb === undefined ? [] : [`memory ${shiftWithUnit(effect.maxMemoryMb, "MB")}`]),
    ];
    return `${shown(shortened(effect.scenario))}, ${shown(valueText(effect))} against ${shown(shortened(effect.reference))}: ${parts.join(", ")}`;
  });
}

/** What each value of an axis costs against the axis' reference value: shifts in milliseconds and MB with 95 % intervals. */
export function axisTable(effects: readonly AxisEffect[], shown: (words: string) => string): Table {
  const titles = [...new Set(effects.flatMap(({ phases }) => phases.map(phaseText)))];
  const shiftOf = ({ phases }: AxisEffect, title: string) =>
    phases.find((phase) => phaseText(phase) === title)?.shift;
  return withoutEmptyColumns(
    tableOf(
      [
        ["Scenario", "left", ({ scenario }) => shown(shortened(scenario))],
        ["Value", "left", (effect) => shown(valueText(effect))],
        ["Against", "left", ({ reference }) => shown(shortened(reference))],
        ["Pairs", "right", ({ pairs }) => String(pairs)],
        ...titles.map(
          (title) =>
            [
              `${title.charAt(0).toUpperCase()}${title.slice(1)} [ms]`,
              "right",
              (effect: AxisEffect) => optional(shiftOf(effect, title)),
            ] as const,
        ),
        ["Memory [MB]", "right", ({ maxMemoryMb }) => optional(maxMemoryMb, 1)],
      ],
      effects,
    ),
  );
}

function optional(shift: Parameters<typeof shiftText>[0] | undefined, mostDecimals?: number): string {
  return shift === undefined ? "" : shiftText(shift, mostDecimals);
}

function valueText({ axis, value }: AxisEffect): string {
  return shortened(`${axis} ${value}`);
}
