const layered = require("layered");
exports.handler = async () => layered;
