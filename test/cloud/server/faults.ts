/** Faults that come by chance: probabilities from 0 to 1, of each occasion. */
export interface ChanceFaults {
  /** A call of the control plane is refused with 429 and Retry-After though the rate would allow it. */
  throttled: number;
  /** An update stays InProgress for `stuckUpdateMs`. */
  stuckUpdate: number;
  /** After an update, Get calls tell the old revision and Successful for `staleMs`. */
  staleStatus: number;
  /** The environments of before an update stay, and answer warm. */
  warmAnswer: number;
  /** After an update an environment is there that was initialised long before its first invocation. */
  proactiveInit: number;
  /** The function prints more than the 4 KB that a tail holds. */
  longLog: number;
  /** A tail ends before the REPORT line. */
  missingReport: number;
  timeout: number;
  functionError: number;
  crash: number;
  /** The connection is lost before the function ran. */
  lostBefore: number;
  /** The function ran, and the connection is lost before the answer. */
  lostAfter: number;
  /** A call of the control plane was carried out, and the connection is lost before its answer. */
  lostControl: number;
  /** The credentials have expired, says any call. */
  expiredCredentials: number;
  /** The first call that would delete a thing fails with 500; the next does not. */
  cleanUpFailsOnce: number;
}

/** All faults. Where a record lacks a key, that fault does not happen. */
export interface Faults extends ChanceFaults {
  /** By action, as policies write it: `lambda:InvokeFunction`, `logs:FilterLogEvents`. */
  accessDenied: Record<string, number>;
  /** By region: connections are closed without an answer. */
  regionDown: Record<string, number>;
}

export const noFaults: Faults = {
  throttled: 0,
  stuckUpdate: 0,
  staleStatus: 0,
  warmAnswer: 0,
  proactiveInit: 0,
  longLog: 0,
  missingReport: 0,
  timeout: 0,
  functionError: 0,
  crash: 0,
  lostBefore: 0,
  lostAfter: 0,
  lostControl: 0,
  expiredCredentials: 0,
  cleanUpFailsOnce: 0,
  accessDenied: {},
  regionDown: {},
};
