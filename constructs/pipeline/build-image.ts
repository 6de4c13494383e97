/** Represents the container image of a build. */
export interface BuildImage {
  readonly image: string;
  /**
   * The identity that pulls the image. CodeBuild pulls its own images, and the project's role pulls all others:
   * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
   */
  readonly imagePullCredentialsType: "CODEBUILD" | "SERVICE_ROLE";
}

/** The processor architectures of CodeBuild. */
export type BuildArchitecture = "arm64" | "x86_64";

/** The container types of CodeBuild: https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html */
export const containerTypes: Readonly<Record<BuildArchitecture, string>> = {
  arm64: "ARM_CONTAINER",
  x86_64: "LINUX_CONTAINER",
};

/** Returns CodeBuild's own image, Amazon Linux 2023 on both architectures: https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html */
export function standardImage(architecture: BuildArchitecture): BuildImage {
  return { image: standardImages[architecture], imagePullCredentialsType: "CODEBUILD" };
}

const standardImages: Readonly<Record<BuildArchitecture, string>> = {
  arm64: "aws/codebuild/amazonlinux-aarch64-standard:3.0",
  x86_64: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
};

/** Playwright's own image with its browsers, for both architectures. Its version must match the package's. */
export const playwrightImage: BuildImage = {
  image: "mcr.microsoft.com/playwright:v1.65.1-noble",
  imagePullCredentialsType: "SERVICE_ROLE",
};
