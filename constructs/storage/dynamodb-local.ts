import { Container } from "@cdktf/provider-docker/lib/container";
import { Image } from "@cdktf/provider-docker/lib/image";
import { Construct } from "constructs";

/** Name of the container, and of its resource in Terraform. */
export const containerName = "dynamodb-local";

/** The image, with its pinned tag. */
export const imageName = "amazon/dynamodb-local:2.6.1";

/** Port of DynamoDB Local, on this machine only. */
export const dynamodbLocalPort = 8000;

/** Folder of the data, relative to the repository. */
export const dataOfDatabase = ".kite/dynamodb-local";

/** Working folder of the image. */
const imageHome = "/home/dynamodblocal";

/**
 * Checks whether the server answers. Any response is sufficient: an unsigned request gets 400. The current image has
 * curl. Without curl, bash connects to the port.
 */
const answers =
  "curl --silent --output /dev/null http://127.0.0.1:8000/ || bash -c 'exec 3<>/dev/tcp/127.0.0.1/8000' || exit 1";

/**
 * Runs DynamoDB Local in Docker. Terraform continues when the database answers. Resources that need the database depend
 * on `container`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
export class DynamodbLocal extends Construct {
  readonly container: Container;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = new Image(this, "Image", { name: imageName, keepLocally: true });
    // This must come before the first reference, because cdktf keeps the name that a reference was created with.
    image.overrideLogicalId(containerName);
    this.container = new Container(this, "Container", {
      name: containerName,
      image: image.imageId,
      command: ["-jar", "DynamoDBLocal.jar", "-sharedDb", "-dbPath", "./data"],
      workingDir: imageHome,
      // The image's own user cannot write to a folder of this machine.
      user: "root",
      ports: [{ internal: 8000, external: dynamodbLocalPort, ip: "127.0.0.1" }],
      // Terraform runs in <output>/stacks/local. An absolute path would differ between clones.
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
