import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";
import { allowed, plans, statements } from "./full-policies";

/** Calls of the commands, by the names of the AWS SDK (a command or a paginator), with the actions that IAM checks. */
const actionsOfCalls: Readonly<Record<string, readonly string[]>> = {
  ChangeMessageVisibilityBatchCommand: ["sqs:ChangeMessageVisibility"],
  ChangeMessageVisibilityCommand: ["sqs:ChangeMessageVisibility"],
  CreateBucketCommand: ["s3:CreateBucket"],
  DeleteBucketCommand: ["s3:DeleteBucket"],
  // A deletion with If-Match needs s3:GetObject, too: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
  DeleteObjectCommand: ["s3:DeleteObject", "s3:GetObject"],
  DeleteMessageCommand: ["sqs:DeleteMessage"],
  DeleteObjectsCommand: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
  DeleteParameterCommand: ["ssm:DeleteParameter"],
  DeleteSourceCredentialsCommand: ["codebuild:DeleteSourceCredentials"],
  GetAccountSettingsCommand: ["lambda:GetAccountSettings"],
  GetCallerIdentityCommand: ["sts:GetCallerIdentity"],
  GetFunctionConfigurationCommand: ["lambda:GetFunctionConfiguration"],
  GetObjectCommand: ["s3:GetObject"],
  GetParameterCommand: ["ssm:GetParameter"],
  GetParametersCommand: ["ssm:GetParameters"],
  GetQueueAttributesCommand: ["sqs:GetQueueAttributes"],
  GetQueueUrlCommand: ["sqs:GetQueueUrl"],
  GetRoleCommand: ["iam:GetRole"],
  // HeadBucket needs s3:ListBucket, and S3 reports a missing object only with that permission.
  HeadBucketCommand: ["s3:ListBucket"],
  HeadObjectCommand: ["s3:GetObject", "s3:ListBucket"],
  ImportSourceCredentialsCommand: ["codebuild:ImportSourceCredentials"],
  InvokeCommand: ["lambda:InvokeFunction"],
  ListObjectVersionsCommand: ["s3:ListBucketVersions"],
  ListSourceCredentialsCommand: ["codebuild:ListSourceCredentials"],
  PutObjectCommand: ["s3:PutObject"],
  PutParameterCommand: ["ssm:PutParameter"],
  ReceiveMessageCommand: ["sqs:ReceiveMessage"],
  ScanCommand: ["dynamodb:Scan"],
  SendMessageCommand: ["sqs:SendMessage"],
  StartBuildCommand: ["codebuild:StartBuild"],
  paginateDescribeLogGroups: ["logs:DescribeLogGroups"],
  paginateDescribeParameters: ["ssm:DescribeParameters"],
  paginateFilterLogEvents: ["logs:FilterLogEvents"],
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
  paginateListObjectsV2: ["s3:ListBucket"],
  paginateListAWSDefaultServiceQuotas: ["servicequotas:ListAWSDefaultServiceQuotas"],
  paginateListServiceQuotas: ["servicequotas:ListServiceQuotas"],
  paginateSimulatePrincipalPolicy: ["iam:SimulatePrincipalPolicy"],
};

describe("the operator's policy", () => {
  const folder = join(repositoryFolder, "cli");
  /** Returns the calls in a file, or in all files of a folder. */
  const callsIn = (place: string) => {
    const files = place.endsWith(".ts")
      ? [place]
      : readdirSync(place, { recursive: true, encoding: "utf8" }).map((file) => join(place, file));
    return files
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => [
        ...readFileSync(file, "utf8").matchAll(/(?<=new )\w+Command(?=\()|\bpaginate[A-Z]\w+(?=\()/g),
      ])
      .map(([call]) => call);
  };
  const calls = callsIn(folder);

  it("is tested with every AWS call of the commands", () => {
    const unknown = calls.filter((call) => !(call in actionsOfCalls));

    expect(unknown).toEqual([]);
    expect(calls.length).toBeGreaterThan(10);
  });

  it("allows all calls of the commands, except those for the state bucket that only the policy of kite-state allows", () => {
    const actions = new Set([...new Set(calls)].flatMap((call) => actionsOfCalls[call] ?? []));

    const missing = [...actions].filter((action) => allowed("operator", action).length === 0);

    expect(missing.sort()).toEqual([
      "s3:CreateBucket",
      "s3:DeleteBucket",
      "s3:DeleteObjectVersion",
      "s3:ListBucketVersions",
    ]);
    expect(allowed("operator", "s3:DeleteObject")).toEqual([
      "arn:aws:s3:::kite-terraform-state-000000000000/*.tflock",
    ]);
    expect(missing.filter((action) => allowed("kite-state", action).length === 0)).toEqual([]);
  });

  it("allows only actions that the commands need, and the update of a channel's row by shared code", () => {
    const used = new Set([...new Set(calls)].flatMap((call) => actionsOfCalls[call] ?? []));
    const given = statements.filter(
      ({ policy, Effect }) => policy.startsWith("operator") && Effect === "Allow",
    );

    const unused = given.flatMap(({ Action }) => Action).filter((action) => !used.has(action));

    expect(unused).toEqual(["dynamodb:UpdateItem"]);
  });

  it("has a part for the read-only commands, which changes nothing and reads no secret", () => {
    const reading = statements.filter(({ policy }) => policy === "operator-reading");
    const verbs = new Set(
      reading.flatMap(({ Action }) => Action).map((it) => it.replace(/^.*:([A-Z][a-z]+).*/, "$1")),
    );
    const objects = reading.filter(({ Action }) => Action.includes("s3:GetObject"));

    expect([...verbs].sort()).toEqual([
      "Change",
      "Describe",
      "Filter",
      "Get",
      "List",
      "Receive",
      "Scan",
      "Simulate",
    ]);
    expect(allowed("operator-reading", "ssm:GetParameter")).toEqual([]);
    expect(objects.flatMap(({ Resource }) => Resource)).toEqual([
      "arn:aws:s3:::kite-terraform-state-000000000000/*.tflock",
    ]);
  });

  it("lets the read-only commands read the groups of the hosts, but nothing about visitors", () => {
    const scans = statements.filter(({ Action }) => Action.includes("dynamodb:Scan"));

    expect(
      scans.map(({ policy, Action, Resource, Condition }) => ({ policy, Action, Resource, Condition })),
    ).toEqual([
      {
        policy: "operator-reading",
        Action: ["dynamodb:Scan"],
        Resource: ["dev", "prod"].map(
          (stage) => `arn:aws:dynamodb:eu-central-1:000000000000:table/${stage}.Channels`,
        ),
        Condition: {
          "ForAllValues:StringEquals": { "dynamodb:Attributes": ["channelKey", "channelName", "hostChatId"] },
          StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
        },
      },
    ]);
  });

  /** Calls of the read-only commands, in files or folders without other calls. */
  const lookingCalls: Readonly<Record<string, () => readonly string[]>> = {
    outputs: () => ["deployed-environment.ts", "account.ts"].flatMap((it) => callsIn(join(folder, it))),
    "unlock without --yes": () => ["GetObjectCommand"],
    logs: () => callsIn(join(folder, "logs")),
    // Without the right to read a bot's token, doctor warns.
    doctor: () => [
      ...["doctor", "account.ts", "deployed-environment.ts"].flatMap((it) => callsIn(join(folder, it))),
      "HeadBucketCommand",
      "ListSourceCredentialsCommand",
      "paginateDescribeParameters",
    ],
    "dead-letters list": () => [
      "GetQueueUrlCommand",
      ...callsIn(join(folder, "dead-letters", "letter-queue.ts")).filter(
        (call) => !["DeleteMessageCommand", "SendMessageCommand"].includes(call),
      ),
    ],
  };

  it.each(Object.entries(lookingCalls))(
    "allows every call of the read-only command kite %s in its reading part",
    (_command, madeCalls) => {
      const made = madeCalls();

      const refused = made
        .flatMap((call) => actionsOfCalls[call] ?? [])
        .filter((action) => allowed("operator-reading", action).length === 0);

      expect(made.length).toBeGreaterThan(0);
      expect(refused).toEqual([]);
    },
  );

  it("allows starting builds except promotions, and overriding the buildspec only for dev's project", () => {
    const starting = statements
      .filter(
        ({ policy, Action }) => policy.startsWith("operator") && Action.includes("codebuild:StartBuild"),
      )
      .map(({ Effect, Resource, Condition }) => ({
        Effect,
        projects: Resource.map((arn) => arn.split("/")[1]),
        Condition,
      }));

    const withBuildspec = (absent: string) => ({ Null: { "codebuild:source.buildspec": absent } });
    const byHand = ["deploy-on-tag", "drift-check", "e2e-test", "security-scan"];
    const project = (kind: string) => `${kind}-project`;
    expect(starting).toHaveLength(3);
    expect(starting).toEqual(
      expect.arrayContaining([
        { Effect: "Allow", projects: ["build-and-deploy-project"], Condition: undefined },
        { Effect: "Allow", projects: byHand.map(project), Condition: withBuildspec("true") },
        {
          Effect: "Deny",
          projects: [...byHand, "promote", "pull-request", "smoke-test"].map(project).sort(),
          Condition: withBuildspec("false"),
        },
      ]),
    );
  });

  it("has a statement for each project of the pipeline", () => {
    const named = new Set(
      statements
        .filter(
          ({ policy, Action }) => policy.startsWith("operator") && Action.includes("codebuild:StartBuild"),
        )
        .flatMap(({ Resource }) => Resource.map((arn) => arn.split("/")[1])),
    );

    const made = Object.values(plans.get("kite-build")?.resource?.aws_codebuild_project ?? {});
    expect([...named].sort()).toEqual(made.map(({ name }) => name).sort());
  });

  it("allows access only to the parameters and functions of the deployment", () => {
    expect(allowed("operator", "ssm:PutParameter")).toEqual([
      "arn:aws:ssm:eu-central-1:000000000000:parameter/kite/*",
    ]);
    expect(allowed("operator", "lambda:InvokeFunction")).toEqual(
      ["dev-lifecycle-handler", "dev-outbox", "prod-lifecycle-handler", "prod-outbox"].map(
        (name) => `arn:aws:lambda:eu-central-1:000000000000:function:${name}:*`,
      ),
    );
  });
});
