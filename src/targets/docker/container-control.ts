import type { Container } from "dockerode";
import type { Cgroup } from "./cgroup.ts";
import type { Engine } from "./engine.ts";
import { updateContainer } from "./update-container.ts";

/** CPU time in each period. */
export interface CpuQuota {
  readonly quotaUs: number;
  readonly periodUs: number;
}

/** By what something was changed: the control group's files, or a call to the engine, which takes a hundred times as long. */
export type ChangedBy = "cgroup" | "engine";

/** Changes a running container: by its control group where this machine has it and lets the harness write there, else by the engine. */
export class ContainerControl {
  readonly #engine: Engine;
  readonly #container: Container;
  readonly #cgroup: Cgroup | undefined;
  #frozen = false;

  constructor(engine: Engine, container: Container, cgroup: Cgroup | undefined) {
    this.#engine = engine;
    this.#container = container;
    this.#cgroup = cgroup;
  }

  /** @throws Error in the engine's own words. */
  limitCpu({ quotaUs, periodUs }: CpuQuota): Promise<ChangedBy> {
    return this.#change(
      (cgroup) => cgroup.limitCpu(quotaUs, periodUs),
      () => updateContainer(this.#engine, this.#container, { CpuPeriod: periodUs, CpuQuota: quotaUs }),
    );
  }

  /** As `limitCpu` did it where that was by its control group: no call to an engine is worth it. */
  releaseCpu(): void {
    try {
      this.#cgroup?.releaseCpu();
    } catch {
      // Not the harness's to write, as where it is not root.
    }
  }

  /** Stops every process in it where it stands, or lets them go on. @throws Error in the engine's own words. */
  async freeze(frozen: boolean): Promise<void> {
    if (frozen === this.#frozen) {
      // An engine refuses to let go on what does not stand still.
      return;
    }
    await this.#change(
      (cgroup) => cgroup.freeze(frozen),
      () => this.#engine.soon(frozen ? this.#container.pause() : this.#container.unpause()),
    );
    this.#frozen = frozen;
  }

  async #change(byCgroup: (cgroup: Cgroup) => void, byEngine: () => Promise<unknown>): Promise<ChangedBy> {
    if (this.#cgroup !== undefined) {
      try {
        byCgroup(this.#cgroup);
        return "cgroup";
      } catch {
        // Not the harness's to write, as where it is not root.
      }
    }
    await byEngine();
    return "engine";
  }
}
