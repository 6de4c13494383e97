export const handler = async (event: unknown) => ({ function: "lifecycle-handler", event });
