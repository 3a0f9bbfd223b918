/** Credentials as the endpoint of a snapshot's environment gives them. */
export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** When they cease to be valid. */
  readonly expiration: Date;
}

/** What an environment with initialization type `snap-start` serves beside the others. */
export interface SnapStart {
  /** What `AWS_CONTAINER_AUTHORIZATION_TOKEN` holds. */
  readonly authorizationToken: string;
  readonly credentials: () => FunctionCredentials;
}
