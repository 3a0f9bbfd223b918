/**
 * AWS's SDK warns of this Node.js' age on stderr, in words of its own; thaw says itself which Node.js it runs on. To be called before
 * the SDK is loaded.
 */
export function silenceSdk(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
}
