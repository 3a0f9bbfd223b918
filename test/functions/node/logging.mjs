export const handler = async () => {
  console.log("a %s", "word");
  console.error("a mistake");
  return null;
};
