export const handler = async (event: unknown) => ({ function: "request-dispatcher", event });
