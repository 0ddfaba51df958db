import Protocols

/// The policies that AWS keeps for everybody, as far as set-up scripts of streaming pipelines name them
/// (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html). Ids are the emulator's own.
enum ManagedPolicies {
  private struct Entry {
    var name: String
    var path: String
    /// The number of the default version.
    var version: Int
    /// Seconds since 1970.
    var created: Int
    var updated: Int
    var description: String
    var document: String
  }

  static func policy(_ arn: String) -> PolicyRecord? { records[arn] }

  /// nil for an ARN that is none of AWS's.
  static func document(_ arn: String) -> String? { documents[arn] }

  /// In the order of their names.
  static let all: [PolicyRecord] = table.map(record).sorted { $0.name.lowercased() < $1.name.lowercased() }

  private static let records: [String: PolicyRecord] = Dictionary(uniqueKeysWithValues: all.map { ($0.arn, $0) })

  private static let documents: [String: String] = Dictionary(
    uniqueKeysWithValues: table.map { (record($0).arn, $0.document) })

  private static func record(_ entry: Entry) -> PolicyRecord {
    let arn = "arn:aws:iam::aws:policy\(entry.path)\(entry.name)"
    return PolicyRecord(
      account: "aws", name: entry.name, path: entry.path, id: IssuedCredentials.uniqueID("ANPA", of: arn), arn: arn,
      created: entry.created * 1000, updated: entry.updated * 1000, description: entry.description,
      defaultVersion: entry.version, lastVersion: entry.version)
  }

  // MARK: The table

  private static func allow(_ actions: String, on resource: String = "\"*\"", _ more: String = "") -> String {
    let names = actions.split(whereSeparator: \.isWhitespace).map { "\"\($0)\"" }
    let list = names.count == 1 ? names[0] : "[\(names.joined(separator: ","))]"
    return "{\"Effect\":\"Allow\",\"Action\":\(list),\"Resource\":\(resource)\(more)}"
  }

  private static func document(_ statements: String...) -> String {
    "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements.joined(separator: ","))]}"
  }

  /// That a role may be handed to one service.
  private static func pass(_ services: String) -> String {
    let names = services.split(separator: " ").map { "\"\($0)\"" }
    let list = names.count == 1 ? names[0] : "[\(names.joined(separator: ","))]"
    return allow("iam:PassRole", ",\"Condition\":{\"StringLike\":{\"iam:PassedToService\":\(list)}}")
  }

  private static func allow(_ actions: String, _ more: String) -> String { allow(actions, on: "\"*\"", more) }

  private static func role(
    _ name: String, _ version: Int, _ created: Int, updated: Int? = nil, _ description: String, _ document: String
  ) -> Entry {
    Entry(
      name: name, path: "/service-role/", version: version, created: created, updated: updated ?? created,
      description: description, document: document)
  }

  private static func plain(
    _ name: String, _ version: Int, _ created: Int, updated: Int? = nil, _ description: String, _ document: String
  ) -> Entry {
    Entry(
      name: name, path: "/", version: version, created: created, updated: updated ?? created,
      description: description, document: document)
  }

  private static let logs = " logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents"

  private static let table: [Entry] = functionRoles + streams + storage + general

  private static let functionRoles: [Entry] = [
    role(
      "AWSLambdaBasicExecutionRole", 1, 1_428_591_823, "Provides write permissions to CloudWatch Logs.",
      document(allow(logs))),
    role(
      "AWSLambdaKinesisExecutionRole", 2, 1_428_592_456, updated: 1_542_658_065,
      "Provides list and read access to Kinesis streams and write permissions to CloudWatch Logs.",
      document(
        allow(
          """
          kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator
          kinesis:ListShards kinesis:ListStreams kinesis:SubscribeToShard
          """ + logs))),
    role(
      "AWSLambdaDynamoDBExecutionRole", 1, 1_428_592_169,
      "Provides list and read access to DynamoDB streams and write permissions to CloudWatch Logs.",
      document(
        allow("dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams" + logs))),
    role(
      "AWSLambdaSQSQueueExecutionRole", 1, 1_528_998_342,
      "Provides receive message, delete message, and read attribute access to SQS queues, and write permissions to "
        + "CloudWatch logs.",
      document(allow("sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes" + logs))),
    role(
      "AWSLambdaVPCAccessExecutionRole", 3, 1_455_233_673, updated: 1_704_499_200,
      "Provides minimum permissions for a Lambda function to execute while accessing a resource within a VPC.",
      document(
        allow(
          logs + """
             ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:DeleteNetworkInterface
            ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses
            """))),
    role(
      "AWSLambdaRole", 1, 1_423_247_171, "Default policy for AWS Lambda service role.",
      document(allow("lambda:InvokeFunction"))),
    plain(
      "AWSLambdaExecute", 1, 1_423_247_176,
      "Provides Put, Get access to S3 and full access to CloudWatch Logs.",
      document(
        allow("logs:*", on: "\"arn:aws:logs:*:*:*\""),
        allow("s3:GetObject s3:PutObject", on: "\"arn:aws:s3:::*\""))),
    plain(
      "AWSLambda_FullAccess", 1, 1_605_635_318, "Grants full access to AWS Lambda service.",
      document(
        allow(
          """
          cloudformation:DescribeStacks cloudformation:ListStackResources cloudwatch:ListMetrics
          cloudwatch:GetMetricData ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs kms:ListAliases
          iam:GetPolicy iam:GetPolicyVersion iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies
          iam:ListRolePolicies iam:ListRoles lambda:* logs:DescribeLogGroups states:DescribeStateMachine
          states:ListStateMachines tag:GetResources xray:GetTraceSummaries xray:BatchGetTraces
          """),
        allow(
          "iam:PassRole",
          ",\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"lambda.amazonaws.com\"}}"),
        allow(
          "logs:DescribeLogStreams logs:GetLogEvents logs:FilterLogEvents",
          on: "\"arn:aws:logs:*:*:log-group:/aws/lambda/*\""))),
  ]

  private static let streams: [Entry] = [
    plain(
      "AmazonKinesisFullAccess", 1, 1_423_247_099,
      "Provides full access to all streams via the AWS Management Console.", document(allow("kinesis:*"))),
    plain(
      "AmazonKinesisReadOnlyAccess", 1, 1_423_247_100,
      "Provides read only access to all streams via the AWS Management Console.",
      document(allow("kinesis:Get* kinesis:List* kinesis:Describe*"))),
    plain(
      "AmazonKinesisFirehoseFullAccess", 1, 1_444_243_582,
      "Provides full access to all Amazon Kinesis Firehose Delivery Streams.", document(allow("firehose:*"))),
    plain(
      "AmazonKinesisFirehoseReadOnlyAccess", 1, 1_444_243_639,
      "Provides read only access to all Amazon Kinesis Firehose Delivery Streams.",
      document(allow("firehose:Describe* firehose:List*"))),
    plain(
      "AmazonSNSFullAccess", 1, 1_423_247_105,
      "Provides full access to Amazon SNS via the AWS Management Console.", document(allow("sns:*"))),
    plain(
      "AmazonSNSReadOnlyAccess", 1, 1_423_247_106,
      "Provides read only access to Amazon SNS via the AWS Management Console.",
      document(
        allow("sns:GetTopicAttributes sns:List* sns:CheckIfPhoneNumberIsOptedOut sns:GetEndpointAttributes"))),
    role(
      "AmazonSNSRole", 1, 1_423_247_107, "Default policy for Amazon SNS service role.",
      document(
        allow(
          """
          logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents logs:PutMetricFilter logs:PutRetentionPolicy
          """))),
    plain(
      "CloudWatchLogsFullAccess", 2, 1_423_247_112, updated: 1_701_057_600, "Provides full access to CloudWatch Logs",
      document(allow("logs:* cloudwatch:GenerateQuery"))),
  ]

  private static let storage: [Entry] = [
    plain(
      "AmazonS3FullAccess", 2, 1_423_247_098, updated: 1_632_787_200,
      "Provides full access to all buckets via the AWS Management Console.",
      document(allow("s3:* s3-object-lambda:*"))),
    plain(
      "AmazonS3ReadOnlyAccess", 3, 1_423_247_099, updated: 1_691_625_600,
      "Provides read only access to all buckets via the AWS Management Console.",
      document(allow("s3:Get* s3:List* s3:Describe* s3-object-lambda:Get* s3-object-lambda:List*"))),
    plain(
      "AmazonDynamoDBFullAccess", 15, 1_423_247_091, updated: 1_611_858_600,
      "Provides full access to Amazon DynamoDB via the AWS Management Console.",
      document(
        allow(
          """
          dynamodb:* dax:* application-autoscaling:DeleteScalingPolicy
          application-autoscaling:DeregisterScalableTarget application-autoscaling:DescribeScalableTargets
          application-autoscaling:DescribeScalingActivities application-autoscaling:DescribeScalingPolicies
          application-autoscaling:PutScalingPolicy application-autoscaling:RegisterScalableTarget
          cloudwatch:DeleteAlarms cloudwatch:DescribeAlarmHistory cloudwatch:DescribeAlarms
          cloudwatch:DescribeAlarmsForMetric cloudwatch:GetMetricStatistics cloudwatch:ListMetrics
          cloudwatch:PutMetricAlarm cloudwatch:GetMetricData datapipeline:ActivatePipeline
          datapipeline:CreatePipeline datapipeline:DeletePipeline datapipeline:DescribeObjects
          datapipeline:DescribePipelines datapipeline:GetPipelineDefinition datapipeline:ListPipelines
          datapipeline:PutPipelineDefinition datapipeline:QueryObjects ec2:DescribeVpcs ec2:DescribeSubnets
          ec2:DescribeSecurityGroups iam:GetRole iam:ListRoles kms:DescribeKey kms:ListAliases sns:CreateTopic
          sns:DeleteTopic sns:ListSubscriptions sns:ListSubscriptionsByTopic sns:ListTopics sns:Subscribe
          sns:Unsubscribe sns:SetTopicAttributes lambda:CreateFunction lambda:ListFunctions
          lambda:ListEventSourceMappings lambda:CreateEventSourceMapping lambda:DeleteEventSourceMapping
          lambda:GetFunctionConfiguration lambda:DeleteFunction resource-groups:ListGroups
          resource-groups:ListGroupResources resource-groups:GetGroup resource-groups:GetGroupQuery
          resource-groups:DeleteGroup resource-groups:CreateGroup tag:GetResources kinesis:ListStreams
          kinesis:DescribeStream kinesis:DescribeStreamSummary
          """),
        allow(
          "cloudwatch:GetInsightRuleReport", on: "\"arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*\""),
        pass("application-autoscaling.amazonaws.com application-autoscaling.amazonaws.com.cn dax.amazonaws.com"),
        allow(
          "iam:CreateServiceLinkedRole",
          ",\"Condition\":{\"StringEquals\":{\"iam:AWSServiceName\":[\"replication.dynamodb.amazonaws.com\","
            + "\"dax.amazonaws.com\",\"dynamodb.application-autoscaling.amazonaws.com\","
            + "\"contributorinsights.dynamodb.amazonaws.com\","
            + "\"kinesisreplication.dynamodb.amazonaws.com\"]}}"))),
    plain(
      "AmazonDynamoDBReadOnlyAccess", 14, 1_423_247_092, updated: 1_711_324_800,
      "Provides read only access to Amazon DynamoDB via the AWS Management Console.",
      document(
        allow(
          """
          application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScalingActivities
          application-autoscaling:DescribeScalingPolicies cloudwatch:DescribeAlarmHistory cloudwatch:DescribeAlarms
          cloudwatch:DescribeAlarmsForMetric cloudwatch:GetMetricStatistics cloudwatch:ListMetrics
          cloudwatch:GetMetricData datapipeline:DescribeObjects datapipeline:DescribePipelines
          datapipeline:GetPipelineDefinition datapipeline:ListPipelines datapipeline:QueryObjects
          dynamodb:BatchGetItem dynamodb:Describe* dynamodb:List* dynamodb:GetAbacStatus dynamodb:GetItem
          dynamodb:GetResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:PartiQLSelect dax:Describe* dax:List*
          dax:GetItem dax:BatchGetItem dax:Query dax:Scan ec2:DescribeVpcs ec2:DescribeSubnets
          ec2:DescribeSecurityGroups iam:GetRole iam:ListRoles kms:DescribeKey kms:ListAliases sns:ListSubscriptionsByTopic
          sns:ListTopics lambda:ListFunctions lambda:ListEventSourceMappings lambda:GetFunctionConfiguration
          resource-groups:ListGroups resource-groups:ListGroupResources resource-groups:GetGroup
          resource-groups:GetGroupQuery tag:GetResources kinesis:ListStreams kinesis:DescribeStream
          kinesis:DescribeStreamSummary
          """),
        allow(
          "cloudwatch:GetInsightRuleReport", on: "\"arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*\"")
      )),
    plain(
      "AmazonAthenaFullAccess", 11, 1_480_526_881, updated: 1_704_240_000,
      "Provide full access to Amazon Athena and scoped access to the dependencies needed to enable querying, writing "
        + "results, and data management.",
      document(
        allow("athena:*"),
        allow(
          """
          glue:CreateDatabase glue:DeleteDatabase glue:GetCatalog glue:GetCatalogs glue:GetDatabase glue:GetDatabases
          glue:UpdateDatabase glue:CreateTable glue:DeleteTable glue:BatchDeleteTable glue:UpdateTable glue:GetTable
          glue:GetTables glue:BatchCreatePartition glue:CreatePartition glue:DeletePartition
          glue:BatchDeletePartition glue:UpdatePartition glue:GetPartition glue:GetPartitions glue:BatchGetPartition
          glue:StartColumnStatisticsTaskRun glue:GetColumnStatisticsTaskRun glue:GetColumnStatisticsTaskRuns
          glue:GetCatalogImportStatus
          """),
        allow(
          """
          s3:GetBucketLocation s3:GetObject s3:ListBucket s3:ListBucketMultipartUploads s3:ListMultipartUploadParts
          s3:AbortMultipartUpload s3:CreateBucket s3:PutObject s3:PutBucketPublicAccessBlock
          """, on: "[\"arn:aws:s3:::aws-athena-query-results-*\"]"),
        allow("s3:GetObject s3:ListBucket", on: "[\"arn:aws:s3:::athena-examples*\"]"),
        allow("s3:ListBucket s3:GetBucketLocation s3:ListAllMyBuckets"),
        allow("sns:ListTopics sns:GetTopicAttributes"),
        allow(
          "cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms cloudwatch:GetMetricData"),
        allow("lakeformation:GetDataAccess"))),
    role(
      "AWSGlueServiceRole", 5, 1_502_716_801, updated: 1_694_044_800,
      "Policy for AWS Glue service role which allows access to related services including EC2, S3, and Cloudwatch Logs",
      document(
        allow(
          """
          glue:* s3:GetBucketLocation s3:ListBucket s3:ListAllMyBuckets s3:GetBucketAcl ec2:DescribeVpcEndpoints
          ec2:DescribeRouteTables ec2:CreateNetworkInterface ec2:DeleteNetworkInterface
          ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcAttribute
          iam:ListRolePolicies iam:GetRole iam:GetRolePolicy cloudwatch:PutMetricData
          """),
        allow("s3:CreateBucket s3:PutBucketPublicAccessBlock", on: "[\"arn:aws:s3:::aws-glue-*\"]"),
        allow(
          "s3:GetObject s3:PutObject s3:DeleteObject",
          on: "[\"arn:aws:s3:::aws-glue-*/*\",\"arn:aws:s3:::*/*aws-glue-*/*\"]"),
        allow("s3:GetObject", on: "[\"arn:aws:s3:::crawler-public*\",\"arn:aws:s3:::aws-glue-*\"]"),
        allow(
          "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents", on: "[\"arn:aws:logs:*:*:*:/aws-glue/*\"]"),
        allow(
          "ec2:CreateTags ec2:DeleteTags",
          on: "[\"arn:aws:ec2:*:*:network-interface/*\",\"arn:aws:ec2:*:*:security-group/*\","
            + "\"arn:aws:ec2:*:*:instance/*\"]",
          ",\"Condition\":{\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"aws-glue-service-resource\"]}}"))),
  ]

  private static let general: [Entry] = [
    plain(
      "AdministratorAccess", 1, 1_423_247_046, "Provides full access to AWS services and resources.",
      document(allow("*"))),
    plain(
      "PowerUserAccess", 5, 1_423_247_047, updated: 1_688_688_000,
      "Provides full access to AWS services and resources, but does not allow management of Users and groups.",
      document(
        "{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"organizations:*\",\"account:*\"],\"Resource\":\"*\"}",
        allow(
          """
          account:GetAccountInformation account:GetPrimaryEmail account:ListRegions iam:CreateServiceLinkedRole
          iam:DeleteServiceLinkedRole iam:ListRoles organizations:DescribeEffectivePolicy
          organizations:DescribeOrganization
          """))),
    plain(
      "IAMFullAccess", 2, 1_423_247_078, updated: 1_561_146_000,
      "Provides full access to IAM via the AWS Management Console.",
      document(
        allow(
          """
          iam:* organizations:DescribeAccount organizations:DescribeOrganization
          organizations:DescribeOrganizationalUnit organizations:DescribePolicy organizations:ListChildren
          organizations:ListParents organizations:ListPoliciesForTarget organizations:ListRoots
          organizations:ListPolicies organizations:ListTargetsForPolicy
          """))),
  ]
}
