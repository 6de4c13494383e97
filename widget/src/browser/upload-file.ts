import type { Upload } from "../client/uploads";

/** Uploads a file with PUT. XMLHttpRequest reports the progress, which fetch does not. */
export function uploadFile(url: string, file: File, onProgress: (progress: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<void>((resolve, reject) => {
    request.open("PUT", url);
    request.setRequestHeader("content-type", file.type);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onload = () => (request.status === 200 ? resolve() : reject());
    request.onerror = reject;
    request.onabort = reject;
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}
