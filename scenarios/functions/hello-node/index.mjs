export async function handler(event) {
  return { greeting: `Hello, ${event.whom}` };
}
