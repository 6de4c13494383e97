import { nameOf, scannablePlan } from "../../../cli/security/scan-plans";

const bucket = { "//": { metadata: { path: "kite/dev/Files/Bucket" } }, force_destroy: true };
const plan = {
  terraform: { required_version: ">= 1.10.0", backend: { s3: { bucket: "state" } } },
  import: [{ to: "aws_s3_bucket.files", id: "files" }],
  data: { cloudflare_zone: { zone: {} } },
  resource: { aws_s3_bucket: { files: bucket } },
};

describe("scannablePlan", () => {
  it("removes only the parts at which checkov rejects a file", () => {
    const copy = scannablePlan(plan);

    expect(copy).toEqual({
      terraform: { backend: { s3: { bucket: "state" } } },
      data: plan.data,
      resource: plan.resource,
    });
  });

  it("does not change the original stack", () => {
    scannablePlan(plan);

    expect(plan.terraform.required_version).toBe(">= 1.10.0");
    expect(plan.import).toHaveLength(1);
  });

  it("accepts a stack without these parts", () => {
    expect(scannablePlan({ resource: {} })).toEqual({ terraform: {}, resource: {} });
  });
});

describe("nameOf", () => {
  it.each([
    ["files", "aws_s3_bucket kite/dev/Files/Bucket"],
    ["zone", "cloudflare_zone zone"],
    ["unknown", "unknown"],
  ])("returns the name of the resource %s: %s", (id, name) => {
    expect(nameOf(plan, id)).toBe(name);
  });
});
