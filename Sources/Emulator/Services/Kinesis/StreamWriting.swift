package import Protocols
import Runtime

/// Writing to a stream from inside, through the operation that a client would use. From any thread.
extension KinesisService {
  /// Up to 500 records and 10 MB, in order. Throws ResourceNotFoundException.
  package func put(
    _ records: [(partitionKey: String, data: [UInt8])], to streamARN: String, as caller: Caller
  ) async throws(AWSError) {
    var input = Values<PutRecords.Input>()
    input[PutRecords.Input.streamARN] = streamARN
    input[PutRecords.Input.records] = records.map { record in
      .with {
        $0[PutRecords.PutRecordsRequestEntry.partitionKey] = record.partitionKey
        $0[PutRecords.PutRecordsRequestEntry.data] = Blob(record.data)
      }
    }
    _ = try await setting.cloud.perform(
      PutRecords.self, input, as: caller, region: ARN(streamARN)?.region ?? "")
  }
}
