import { fieldOf } from "../shared/field-of.ts";
import { LeftFields } from "./left-fields.ts";

/** An event of the platform in the JSON format: its kind without `platform.`, and its record. */
export interface JsonEvent {
  readonly kind: string;
  readonly record: unknown;
}

/** Undefined for a value that is no event of the platform. */
export function platformEventOf(value: unknown): JsonEvent | undefined {
  const type = fieldOf(value, "type");
  const [, kind] = (typeof type === "string" && /^platform\.(\w+)$/.exec(type)) || [];
  return kind === undefined ? undefined : { kind, record: fieldOf(value, "record") };
}

/** The fields of an event's record, or of an object in it; none where the value is not an object. */
export class EventFields extends LeftFields<unknown> {
  constructor(record: unknown) {
    super(record !== null && typeof record === "object" ? Object.entries(record) : []);
  }

  /** A text that is not empty. */
  takeText(name: string): string | undefined {
    return this.take(name, (value) => (typeof value === "string" && value !== "" ? value : undefined));
  }

  /** A finite number from 0, in the unit that its name tells. */
  takeNumber(name: string): number | undefined {
    return this.take(name, (value) =>
      typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined,
    );
  }

  /** The object or list that a field holds. */
  takeObject(name: string): object | undefined {
    return this.take(name, (value) => (value !== null && typeof value === "object" ? value : undefined));
  }
}
