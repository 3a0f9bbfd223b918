export const handler = async () => ({
  variables: process.env,
  cwd: process.cwd(),
  arguments: process.argv.slice(2),
});
