/** A part of a report that may be shown in part. */
export interface Section {
  /** How many rows there are. */
  readonly count: number;
  /** The text with so many of the first rows; it says how many it leaves out. Longer with more rows. */
  render(rows: number): string;
}

/**
 * The sections' texts, together no longer than `limit`: the first `leading` ones have what they need as far as there is room, the
 * others share what is left. A section is never left out: with no row it still says how many there were.
 */
export function fitted(sections: readonly Section[], leading: number, limit: number): string[] {
  const rest = sections.slice(leading);
  const least = rest.reduce((sum, section) => sum + section.render(0).length, 0);
  const first = shared(sections.slice(0, leading), limit - least);
  const used = first.reduce((sum, text) => sum + text.length, 0);
  return [...first, ...shared(rest, limit - used)];
}

/** The shortest sections first: each may have an equal part of what is left, and leaves to the longer ones what it does not need. */
function shared(sections: readonly Section[], limit: number): string[] {
  const lengths = sections.map((section) => section.render(section.count).length);
  const order = [...sections.entries()].toSorted(([a], [b]) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  const texts = new Map<number, string>();
  let left = limit;
  for (const [position, [index, section]] of order.entries()) {
    const text = longest(section, Math.floor(left / (order.length - position)));
    texts.set(index, text);
    left -= text.length;
  }
  return sections.map((_section, index) => texts.get(index) ?? "");
}

/** With as many rows as have room. */
function longest(section: Section, room: number): string {
  const whole = section.render(section.count);
  if (whole.length <= room) {
    return whole;
  }
  let fits = 0;
  let tooMany = section.count;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (section.render(middle).length <= room) {
      fits = middle;
    } else {
      tooMany = middle;
    }
  }
  return section.render(fits);
}
