export const handler = async (event: unknown) => ({ function: "outbox", event });
