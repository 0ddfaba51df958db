import Athena
import DynamoDB
import Firehose
import Glue
import IAM
import Kinesis
import Lambda
import Logs
package import Runtime
import S3
import SNS
package import Storage

/// Every service, made over one store, and every port bound to the service that answers it.
package struct Rooms {
  /// In the order in which the documentation names them.
  package let services: [any Service]
  let kinesis: KinesisService
  let sts: STSService
  let lambda: LambdaService
  let sns: SNSService
  let firehose: FirehoseService

  package init(_ database: Database, _ blobs: BlobStore, _ setting: ServiceSetting) throws {
    kinesis = try KinesisService(database, setting)
    let dynamoDB = try DynamoDBService(database, setting)
    let s3 = try S3Service(database, blobs, setting)
    sns = try SNSService(database, setting)
    firehose = try FirehoseService(database, setting)
    let glue = try GlueService(database, setting)
    let athena = try AthenaService(
      database, setting,
      EngineRunner(setting.ports) { CatalogPortBinding(setting.cloud, as: $0.caller, region: $0.region) })
    let logs = try LogsService(database, setting)
    let iam = try IAMService(database, setting)
    sts = STSService(iam, setting)
    lambda = try LambdaService(database, setting)
    let dynamoDBStreams = DynamoDBStreamsService(dynamoDB)
    services = [kinesis, lambda, dynamoDB, dynamoDBStreams, s3, sns, firehose, glue, athena, logs, iam, sts]

    setting.ports.topics = TopicPortBinding(setting.cloud)
    setting.ports.logs = LogPortBinding(logs, setting.cloud)
    setting.ports.streams = StreamPortBinding(kinesis)
    setting.ports.streamWriter = StreamWriterPortBinding(kinesis)
    setting.ports.tableStreams = TableStreamPortBinding(dynamoDBStreams)
    setting.ports.functions = FunctionPortBinding(lambda)
    setting.ports.tables = TablePortBinding(setting.cloud)
    setting.ports.objects = ObjectPortBinding(s3)
    setting.ports.roles = RolePortBinding(sts, setting.cloud)
  }
}
