/** The kinds of Git servers that builds read from, by their names in CodeBuild: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html */
export type GitServer = "GITHUB" | "GITHUB_ENTERPRISE";

const github = "github.com";

/** Returns the kind of a repository's server. Any host except github.com is a GitHub Enterprise server. */
export function gitServerOf(gitRepositoryUrl: string): GitServer {
  return new URL(gitRepositoryUrl).hostname === github ? "GITHUB" : "GITHUB_ENTERPRISE";
}

/** Returns the page where a repository's server creates and revokes personal access tokens. */
export function tokensPage(gitRepositoryUrl: string): string {
  return new URL("/settings/tokens", gitRepositoryUrl).href;
}
