export const handler = async () => {
  throw new RangeError("out of range");
};
export const synchronous = () => {
  throw new TypeError("not a function");
};
export const text = async () => {
  throw "just words";
};
export const circular = async () => {
  const value = {};
  value.self = value;
  return value;
};
export const unsettled = async () => new Promise(() => {});
export const uncaught = async () => {
  setTimeout(() => {
    throw new Error("from a timer");
  });
  return new Promise((resolve) => setTimeout(resolve, 60_000));
};
export const rejecting = async () => {
  Promise.reject(new Error("nobody listens"));
  return new Promise((resolve) => setTimeout(resolve, 60_000));
};
export const exiting = async () => {
  console.log("last words");
  process.exit(3);
};
export const hanging = async () => new Promise((resolve) => setTimeout(resolve, 60_000));
export const number = 42;
