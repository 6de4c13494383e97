import { anything, type Grant, type RightsByType } from "./rights";

const api = "{arn}:apigateway:{region}::";

/** API Gateway knows HTTP's verbs on its own paths, and ids that nobody can foretell. */
function below(path: string): Grant {
  return {
    actions: ["apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT"],
    reads: ["apigateway:GET"],
    on: {
      arns: [`${api}/${path}`, `${api}/${path}/*`, `${api}/tags/*`],
      kite: [`${api}/apis/*`, `${api}/domainnames/*`],
    },
  };
}

const certificates = { arns: ["{arn}:acm:{region}:{account}:certificate/*"] };

export const apiGatewayRights: RightsByType = {
  aws_apigatewayv2_api: [below("apis")],
  aws_apigatewayv2_api_mapping: [below("domainnames")],
  aws_apigatewayv2_deployment: [below("apis")],
  aws_apigatewayv2_domain_name: [
    below("domainnames"),
    // The first name of an account makes this role: https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
    {
      actions: ["iam:CreateServiceLinkedRole"],
      on: {
        arns: [
          "{arn}:iam::{account}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway",
        ],
      },
      condition: { StringEquals: { "iam:AWSServiceName": "ops.apigateway.amazonaws.com" } },
    },
  ],
  aws_apigatewayv2_integration: [below("apis")],
  aws_apigatewayv2_integration_response: [below("apis")],
  aws_apigatewayv2_route: [below("apis")],
  aws_apigatewayv2_route_response: [below("apis")],
  aws_apigatewayv2_stage: [
    below("apis"),
    // Access logs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
    {
      actions: [
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
      ],
      on: anything,
    },
  ],
  aws_acm_certificate: [
    { actions: ["acm:RequestCertificate"], on: anything },
    {
      actions: ["acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:RemoveTagsFromCertificate"],
      reads: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
      on: certificates,
    },
  ],
  aws_acm_certificate_validation: [{ reads: ["acm:DescribeCertificate"], on: certificates }],
};
