import Firehose
import Kinesis
import Lambda
import Protocols
import Runtime
import SNS

/// What the admin API sees of the services beyond AWS's operations.
///
/// `@unchecked Sendable`: the rooms are made once and used on the Loop.
final class RoomsInspection: Inspection, @unchecked Sendable {
  private let rooms: Rooms
  init(_ rooms: Rooms) { self.rooms = rooms }

  var mailbox: [Mail] { rooms.sns.mailbox }

  func signingCertificate(_ name: String) -> [UInt8]? { rooms.sns.certificate(named: name) }

  func flush(_ deliveryStream: String?) { rooms.firehose.flush(deliveryStream) }

  func attach(_ function: String, account: String, region: String) async throws(AWSError) -> Int {
    try await rooms.lambda.attach(function, account: account, region: region)
  }

  func archive(_ id: String) -> String? { rooms.lambda.archive(id) }

  func record(_ sequenceNumber: String) -> TracedRecord? { rooms.kinesis.record(sequenceNumber) }

  func invocations(of record: TracedRecord) -> [TracedInvocation] {
    rooms.lambda.invocations.filter { invocation in
      guard let source = invocation.source else { return false }
      return source.arn == record.streamARN && source.sequenceNumbers.contains(record.sequenceNumber)
    }.map {
      TracedInvocation(
        requestID: $0.requestID, functionARN: $0.functionARN, accessKey: $0.accessKey, started: $0.started,
        ended: $0.ended, status: $0.status.rawValue)
    }
  }

  func objects(of record: TracedRecord) -> [TracedObject] {
    let all = (try? rooms.firehose.deliveries(ofRecord: record.sequenceNumber, inStream: record.streamARN)) ?? []
    return all.filter { !$0.key.isEmpty }.map { TracedObject(bucket: $0.bucket, key: $0.key, range: $0.range) }
  }
}
