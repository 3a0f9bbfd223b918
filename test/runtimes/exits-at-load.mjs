// Exits before its first poll, with the code in the first argument.
process.exit(Number(process.argv[2]));
