exports.handler = async () => "below";
