import { anything, type Grant, grant, type RightsByType } from "./rights";

const api = "{arn}:apigateway:{region}::";

/** Returns the grant for a path. API Gateway's actions are HTTP verbs on its paths, whose ids are not predictable. */
function below(path: string): Grant {
  const on = {
    arns: [`${api}/${path}`, `${api}/${path}/*`, `${api}/tags/*`],
    kite: [`${api}/apis/*`, `${api}/domainnames/*`],
  };
  return grant("apigateway", on, { actions: "DELETE PATCH POST PUT", reads: "GET" });
}

const certificates = { arns: ["{arn}:acm:{region}:{account}:certificate/*"] };

export const apiGatewayRights: RightsByType = {
  aws_apigatewayv2_api: [below("apis")],
  aws_apigatewayv2_api_mapping: [below("domainnames")],
  aws_apigatewayv2_deployment: [below("apis")],
  aws_apigatewayv2_domain_name: [
    below("domainnames"),
    // The first domain name of an account creates this role: https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
    grant(
      "iam",
      {
        arns: [
          "{arn}:iam::{account}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway",
        ],
      },
      { actions: "CreateServiceLinkedRole" },
      { StringEquals: { "iam:AWSServiceName": "ops.apigateway.amazonaws.com" } },
    ),
  ],
  aws_apigatewayv2_integration: [below("apis")],
  aws_apigatewayv2_integration_response: [below("apis")],
  aws_apigatewayv2_route: [below("apis")],
  aws_apigatewayv2_route_response: [below("apis")],
  aws_apigatewayv2_stage: [
    below("apis"),
    // Access logs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
    grant("logs", anything, {
      actions: `CreateLogDelivery DeleteLogDelivery DescribeResourcePolicies GetLogDelivery
        ListLogDeliveries PutResourcePolicy UpdateLogDelivery`,
    }),
  ],
  aws_acm_certificate: [
    grant("acm", anything, { actions: "RequestCertificate" }),
    grant("acm", certificates, {
      actions: "AddTagsToCertificate DeleteCertificate RemoveTagsFromCertificate",
      reads: "DescribeCertificate ListTagsForCertificate",
    }),
  ],
  aws_acm_certificate_validation: [grant("acm", certificates, { reads: "DescribeCertificate" })],
};
