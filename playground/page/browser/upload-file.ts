/**
 * PUTs a file there.
 *
 * @param onProgress Called with the share that was sent, from 0 to 1. `fetch` does not report it.
 * @throws Error when it is not taken.
 */
export function uploadFile(url: string, file: File, onProgress: (progress: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("content-type", file.type);
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total === 0 ? 1 : loaded / total),
    );
    request.addEventListener("load", () =>
      request.status === 200
        ? resolve()
        : reject(new Error(`The upload was answered with ${request.status}.`)),
    );
    request.addEventListener("error", () => reject(new Error("The upload failed.")));
    request.send(file);
  });
}
