exports.handler = (event, _context, callback) => callback(null, { event });
exports.failing = (_event, _context, callback) => callback("went wrong");
exports.late = (_event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = true;
  setTimeout(() => console.log("later"), 50);
  callback(null, "at once");
};
exports.hasty = (_event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  setTimeout(() => {}, 60_000);
  callback(null, "at once");
};
exports.forgetful = (_event, _context, _callback) => {};
exports.succeeding = (_event, context) => context.succeed("succeeded");
exports.failingContext = (_event, context) => context.fail(new RangeError("out of range"));
exports.doing = (_event, context) => context.done(null, "done");
