// Reports that it cannot load the function, and exits without waiting for more.
import { call } from "./api.mjs";

const document = {
  errorMessage: "Cannot find module 'left-pad'",
  errorType: "Runtime.ImportModuleError",
  stackTrace: [],
};
await call("POST", "/runtime/init/error", JSON.stringify(document), {
  "Lambda-Runtime-Function-Error-Type": "Runtime.ImportModuleError",
});
process.exit(1);
