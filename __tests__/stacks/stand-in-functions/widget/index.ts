export const handler = async (event: unknown) => ({ function: "widget", event });
