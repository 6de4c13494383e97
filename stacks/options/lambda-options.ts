import { z } from "zod";
import { option, text } from "./option";

/** Creates the option of a Lambda runtime such as nodejs22.x, java21 or provided.al2023: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export const runtime = (role: string) =>
  option(
    text(/^(nodejs|python|java|dotnet|ruby|provided)[a-z0-9.]*$/).default("nodejs22.x"),
    `a Lambda runtime for ${role}: nodejs22.x, nodejs24.x or, for your own code from S3, any other`,
    "the list of Lambda runtimes in the AWS documentation",
  );

/** Creates the option of a function's handler. */
export const handler = (role: string) =>
  option(
    text(/^\S{1,128}$/).default("index.handler"),
    `the handler of ${role}, up to 128 characters: index.handler for Kite's own code`,
    "see the documentation of the runtime; use the default for Kite's own code",
  );

/** Creates the option of a function's memory: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const memory = (megabytes: number, role: string) =>
  option(
    z.int().min(128).max(10_240).default(megabytes),
    `a whole number from 128 to 10240: the memory in MB for ${role}`,
    "the REPORT lines in the function's log show its duration and memory",
  );
