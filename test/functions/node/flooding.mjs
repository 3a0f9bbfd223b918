const line = "x".repeat(1023);
export const handler = async () => {
  process.stdout.write("begin\n");
  for (let lines = 0; lines < 4096; lines++) {
    process.stdout.write(`${line}\n`);
  }
  await new Promise((written) => process.stdout.write("end", written));
  return "flooded";
};
