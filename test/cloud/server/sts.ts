import type { Handler } from "./handler.ts";

/** POST / with Action=GetCallerIdentity, answered in the query protocol's XML. */
export const getCallerIdentity: Handler = ({ context, requestId }) => ({
  status: 200,
  headers: { "content-type": "text/xml" },
  raw: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:sts::${context.options.accountId}:assumed-role/thaw-runner/test</Arn>
    <UserId>AROATEST:test</UserId>
    <Account>${context.options.accountId}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>`,
});
