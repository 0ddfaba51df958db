import Protocols
import Runtime
import Storage
import Support
import Testing

@testable import DynamoDB

/// DynamoDB behind whole requests: an operation's name and JSON in, status and JSON out.
struct DynamoDBHouse {
  let house: TestHouse
  private let database: LoopOnly<Database>

  init(throttles: Bool = false, delay: Int = 0, ports: Ports = Ports()) throws {
    var opened: Database?
    var configuration = Configuration()
    configuration.dynamoDBThrottles = throttles
    configuration.dynamoDBDelay = delay
    house = try TestHouse(ports: ports, configuration: configuration, starts: true) {
      opened = $0
      let service = try DynamoDBService($0, $1)
      return [service, DynamoDBStreamsService(service)]
    }
    database = LoopOnly(try #require(opened))
  }

  /// Rows in the store, whatever table they are of.
  func rows() async -> Int {
    let database = self.database
    return await house.onLoop {
      let count = try? database.value.prepare("SELECT count(*) FROM dynamodb_items").first([]) { $0.int(0) }
      return count ?? 0
    }
  }

  func freezeClock() async {
    let clock = house.clock
    await house.onLoop { clock.freeze() }
  }

  func advanceClock(milliseconds: Int64) async {
    let clock = house.clock
    await house.onLoop { clock.advance(milliseconds: milliseconds) }
  }

  struct Answer {
    var status: Int
    var body: String
    /// The error's code, without its prefix, and its message.
    var error: String {
      let json = try? JSONValue.parse(body)
      guard let code = json?["__type"]?.string?.split(separator: "#").last else { return body }
      return "\(code): \(json?["message"]?.string ?? "")"
    }
  }

  func send(
    _ operation: String, _ body: String, account: String = "000000000000", region: String = "us-east-1",
    target: String = "DynamoDB_20120810"
  ) async -> Answer {
    let answer = await house.send(
      "POST", "/",
      fields: [
        ("X-Amz-Target", target + "." + operation), ("Content-Type", "application/x-amz-json-1.0"),
        (
          "Authorization",
          "AWS4-HMAC-SHA256 Credential=\(account)/20260101/\(region)/dynamodb/aws4_request, "
            + "SignedHeaders=host, Signature=0"
        ),
      ], body: Array(body.utf8))
    return Answer(status: answer.status, body: String(decoding: answer.body, as: UTF8.self))
  }

  /// The body of an answer that must be a success; else the error.
  func call(_ operation: String, _ body: String, region: String = "us-east-1") async -> String {
    let answer = await send(operation, body, region: region)
    return answer.status == 200 ? answer.body : "\(answer.status) \(answer.error)"
  }

  /// The error of a call that must fail.
  func error(_ operation: String, _ body: String, region: String = "us-east-1") async -> String {
    let answer = await send(operation, body, region: region)
    return answer.status == 200 ? "success: " + answer.body : answer.error
  }

  /// A table with partition key p (S) and, where its type is given, sort key c.
  func table(_ name: String = "tab", sort: String? = nil) async {
    var definitions = #"{"AttributeName":"p","AttributeType":"S"}"#
    var schema = #"{"AttributeName":"p","KeyType":"HASH"}"#
    if let sort {
      definitions += #",{"AttributeName":"c","AttributeType":"\#(sort)"}"#
      schema += #",{"AttributeName":"c","KeyType":"RANGE"}"#
    }
    _ = await send(
      "CreateTable",
      #"{"TableName":"\#(name)","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[\#(definitions)],"KeySchema":[\#(schema)]}"#
    )
  }
}
