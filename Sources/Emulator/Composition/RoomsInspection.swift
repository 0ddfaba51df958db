import Firehose
import Kinesis
import Lambda
import Runtime
import SNS

/// What the admin API sees of the services beyond AWS's operations.
final class RoomsInspection: Inspection {
  private let rooms: Rooms
  init(_ rooms: Rooms) { self.rooms = rooms }

  var mailbox: [Mail] { rooms.sns.mailbox }

  func flush(_ deliveryStream: String?) { rooms.firehose.flush(deliveryStream) }

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
