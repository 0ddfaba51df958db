import Protocols
import Transport

/// Puts records into Kinesis as an SDK does: signed with Signature V4, tried again where AWS says that it may work
/// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html, standard mode: three attempts, an
/// exponential pause with jitter).
struct StreamWriter: Sendable {
  enum Outcome: Sendable {
    case stored(shard: String, sequenceNumber: String)
    case failed(String)
  }

  private static let attempts = 3
  private static let retryable = [
    "ProvisionedThroughputExceededException", "ThrottlingException", "LimitExceededException", "RequestLimitExceeded",
    "InternalFailure", "ServiceUnavailable",
  ]

  let options: FormOptions
  let client: HTTPClient

  func put(_ data: [UInt8], partitionKey: String) async -> Outcome {
    let body: JSONValue = [
      "StreamName": .string(options.stream), "PartitionKey": .string(partitionKey),
      "Data": .string(Base64.encode(data)),
    ]
    var reason = ""
    for attempt in 0..<Self.attempts {
      if attempt > 0 {
        let longest = UInt64(min(20_000, 100 << attempt))
        try? await Task.sleep(nanoseconds: UInt64.random(in: 0...longest) * 1_000_000)
      }
      do {
        let answer = try await send("PutRecord", body.bytes)
        let value = (try? JSONValue.parse(answer.body)) ?? .null
        if answer.status == 200, let shard = value["ShardId"]?.string, let number = value["SequenceNumber"]?.string {
          return .stored(shard: shard, sequenceNumber: number)
        }
        let code = String((value["__type"]?.string ?? "HTTP \(answer.status)").split(separator: "#").last ?? "")
        reason = "\(code): \(value["message"]?.string ?? value["Message"]?.string ?? "")"
        if answer.status < 500, answer.status != 429, !Self.retryable.contains(code) { break }
      } catch {
        reason = "\(error)"
      }
    }
    return .failed(reason)
  }

  private func send(_ operation: String, _ body: [UInt8]) async throws(HTTPClientError) -> HTTPClient.Answer {
    var head = HTTPRequestHead(method: "POST", path: "/")
    let isDefault: Bool = options.endpointPort == (options.trust == nil ? 80 : 443)
    head.fields.add("Host", isDefault ? options.endpointHost : "\(options.endpointHost):\(options.endpointPort)")
    head.fields.add("Content-Type", "application/x-amz-json-1.1")
    head.fields.add("X-Amz-Target", "Kinesis_20131202.\(operation)")
    SignatureV4.sign(
      &head, body: body, accessKey: options.accessKey, secret: options.secretKey, token: options.sessionToken,
      region: options.region, service: "kinesis", time: MachineClock.now, keys: SigningKeys())
    return try await client.send(options.endpointHost, options.endpointPort, head, body, timeout: .seconds(30))
  }
}
