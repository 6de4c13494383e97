import { z } from "zod";
import { option, text } from "./option";

/** Returns the option of a Lambda runtime such as nodejs22.x, java21 or provided.al2023: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export const runtime = (role: string) =>
  option(
    text(/^(nodejs|python|java|dotnet|ruby|provided)[a-z0-9.]*$/).default("nodejs22.x"),
    `a Lambda runtime for ${role}: nodejs22.x, nodejs24.x or, for code of your own from S3, any other`,
    "the list of Lambda runtimes in the AWS docs",
  );

export const handler = (role: string) =>
  option(
    text(/^\S{1,128}$/).default("index.handler"),
    `what the runtime of ${role} calls, up to 128 characters: index.handler for our own code`,
    "the documentation of the runtime; leave it out for our own code",
  );

/** The memory of a Lambda function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const memory = (megabytes: number, role: string) =>
  option(
    z.int().min(128).max(10_240).default(megabytes),
    `whole MB of memory from 128 to 10240 for ${role}`,
    "the duration and memory in the function's REPORT lines show what it needs",
  );
