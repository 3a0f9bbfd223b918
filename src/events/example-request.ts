/*
 * The made-up caller of the API events. The account is the one that AWS documentation uses, the address belongs
 * to the range that RFC 5737 keeps for examples.
 */
export const accountId = "123456789012";
export const apiId = "thaw00api1";
export const domainName = `${apiId}.execute-api.eu-central-1.amazonaws.com`;
export const stage = "bench";
export const sourceIp = "192.0.2.17";
export const userAgent = "thaw-example/1.0";
export const requestId = "7f9c2ba4-e88f-4c2d-9a51-3d0b6e1c8f20";
export const requestTime = "02/Mar/2026:09:30:00 +0000";
export const requestTimeEpoch = Date.UTC(2026, 2, 2, 9, 30);

export const headers: Readonly<Record<string, string>> = {
  Accept: "application/json",
  "Accept-Encoding": "gzip, br",
  Host: domainName,
  "User-Agent": userAgent,
  "X-Amzn-Trace-Id": "Root=1-69a55a58-1f2e3d4c5b6a798877665544",
  "X-Forwarded-For": sourceIp,
  "X-Forwarded-Port": "443",
  "X-Forwarded-Proto": "https",
};
