/** The kinds of Git server that builds read from, by their names in CodeBuild: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html */
export type GitServer = "GITHUB" | "GITHUB_ENTERPRISE";

const github = "github.com";

/** Returns the kind of server that a repository is on: any host but github.com is a GitHub Enterprise server. */
export function gitServerOf(gitRepositoryUrl: string): GitServer {
  return new URL(gitRepositoryUrl).hostname === github ? "GITHUB" : "GITHUB_ENTERPRISE";
}

/** The page on which the server of a repository creates and revokes personal access tokens. */
export function tokensPage(gitRepositoryUrl: string): string {
  return new URL("/settings/tokens", gitRepositoryUrl).href;
}
