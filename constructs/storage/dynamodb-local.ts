import { Container } from "@cdktf/provider-docker/lib/container";
import { Image } from "@cdktf/provider-docker/lib/image";
import { Construct } from "constructs";

/** Name of the container, and of its resource in Terraform. */
export const containerName = "dynamodb-local";

/** The image, with the tag that is pinned. */
export const imageName = "amazon/dynamodb-local:2.6.1";

/** Where DynamoDB Local listens, on this machine only. */
export const dynamodbLocalPort = 8000;

/** Folder of the data, seen from the repository. */
export const dataOfDatabase = ".kite/dynamodb-local";

/** The working folder of the image. */
const imageHome = "/home/dynamodblocal";

/**
 * Any answer will do: to a bare request it is 400. The image has had curl so far; without it bash tries the port.
 */
const answers =
  "curl --silent --output /dev/null http://127.0.0.1:8000/ || bash -c 'exec 3<>/dev/tcp/127.0.0.1/8000' || exit 1";

/**
 * DynamoDB Local in Docker. Terraform goes on when it answers; what needs it depends on `container`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
export class DynamodbLocal extends Construct {
  readonly container: Container;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = new Image(this, "Image", { name: imageName, keepLocally: true });
    // Before the first reference: cdktf remembers the name that a reference was made with.
    image.overrideLogicalId(containerName);
    this.container = new Container(this, "Container", {
      name: containerName,
      image: image.imageId,
      command: ["-jar", "DynamoDBLocal.jar", "-sharedDb", "-dbPath", "./data"],
      workingDir: imageHome,
      // The image's own user cannot write to a folder of this machine.
      user: "root",
      ports: [{ internal: 8000, external: dynamodbLocalPort, ip: "127.0.0.1" }],
      // Terraform runs in <output>/stacks/local; an absolute path at synth would differ between clones.
      volumes: [
        {
          hostPath: `\${abspath("\${path.root}/../../../${dataOfDatabase}")}`,
          containerPath: `${imageHome}/data`,
        },
      ],
      healthcheck: {
        test: ["CMD-SHELL", answers],
        interval: "1s",
        timeout: "2s",
        retries: 30,
      },
      mustRun: true,
      wait: true,
      waitTimeout: 60,
    });
    this.container.overrideLogicalId(containerName);
  }
}
