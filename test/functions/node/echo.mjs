export const handler = async (event, context) => ({
  event,
  context,
  remaining: context.getRemainingTimeInMillis(),
});
export const nested = { deep: { handler: async () => "nested" } };
