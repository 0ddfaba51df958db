import DynamoDB
import Firehose
import Glue
import IAM
import Kinesis
import Logs
package import Runtime
import S3
import SNS
package import Storage

/// Every service, made over one store, and every port bound to the service that answers it.
package struct Rooms {
  /// In the order in which the documentation names them.
  package let services: [any Service]
  let sts: STSService
  let sns: SNSService
  let firehose: FirehoseService

  package init(_ database: Database, _ blobs: BlobStore, _ setting: ServiceSetting) throws {
    let kinesis = try KinesisService(database, setting)
    let dynamoDB = try DynamoDBService(database, setting)
    let s3 = try S3Service(database, blobs, setting)
    sns = try SNSService(database, setting)
    firehose = try FirehoseService(database, setting)
    let glue = try GlueService(database, setting)
    let logs = try LogsService(database, setting)
    let iam = try IAMService(database, setting)
    sts = STSService(iam, setting)
    services = [kinesis, dynamoDB, s3, sns, firehose, glue, logs, iam, sts]

    setting.ports.topics = TopicPortBinding(setting.cloud)
    setting.ports.logs = LogPortBinding(logs, setting.cloud)
    setting.ports.objects = ObjectPortBinding(s3)
    setting.ports.roles = RolePortBinding(sts, setting.cloud)
    setting.ports.mail = MailPortBinding(setting.configuration.smtp)
  }
}

/// What the admin API sees beyond AWS's operations.
final class RoomsInspection: Inspection {
  private let rooms: Rooms
  init(_ rooms: Rooms) { self.rooms = rooms }
  var mailbox: [Mail] { rooms.sns.mailbox }
  func flush(_ deliveryStream: String?) { rooms.firehose.flush(deliveryStream) }
}
