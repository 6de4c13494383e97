/** Permissions that the token needs: https://docs.aws.amazon.com/codebuild/latest/userguide/access-tokens-github.html */
export const neededScopes = `A classic token needs the scopes repo and admin:repo_hook. A fine-grained token needs these
permissions for the repository: Contents (read), Pull requests (read), Webhooks (read and write), and Commit statuses
(read and write).`;

/** CodeBuild creates no webhook on a GitHub Enterprise server, so the token needs no permission for webhooks there. */
export const enterpriseScopes = "On a GitHub Enterprise server a classic token needs the scope repo.";
