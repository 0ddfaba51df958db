import Protocols
import Runtime

extension AdminRoom {
  /// `GET /_cauce/trace/<sequence number>`: the way of one record of a Kinesis stream: its shard, the invocations that got
  /// it, the items they wrote, the messages they published with their e-mails, the objects it was delivered into.
  ///
  /// A handler gets records in batches and says nothing of which record made which call. Calls that carry the record's
  /// longest text (its identifier, as a rule) are taken for its own; where none does, all calls of the invocation are
  /// shown and `exact` is false.
  func trace(_ call: AdminCall) {
    let number = call.parts[1]
    guard let inspection, let record = inspection.record(number) else {
      call.answer(404, ["error": .string("no stream keeps a record with the sequence number \(number)")])
      return
    }
    let mark = longestText(record.data)
    var invocations: [JSONValue] = []
    var items: [Hop] = []
    var messages: [Hop] = []
    for invocation in inspection.invocations(of: record) {
      invocations.append([
        "requestId": .string(invocation.requestID),
        "functionArn": .string(invocation.functionARN),
        "status": .string(invocation.status),
        "started": invocation.started.map { .string($0.iso8601(.milliseconds)) } ?? .null,
        "ended": invocation.ended.map { .string($0.iso8601(.milliseconds)) } ?? .null,
      ])
      guard let key = invocation.accessKey, let start = invocation.started else { continue }
      let end = invocation.ended?.milliseconds ?? clock.milliseconds
      for step in trail?.steps(of: key, from: start.milliseconds, to: end) ?? [] {
        switch (step.service, step.operation) {
        case ("dynamodb", _): items += writes(step)
        case ("sns", "Publish"): messages.append(message(step))
        default: break
        }
      }
    }
    let own = (items: items.filter { $0.carries(mark) }, messages: messages.filter { $0.carries(mark) })
    let isExact = mark != nil && !own.items.isEmpty
    call.answer(
      200,
      [
        "sequenceNumber": .string(record.sequenceNumber),
        "streamArn": .string(record.streamARN),
        "shard": .string(record.shard),
        "partitionKey": .string(record.partitionKey),
        "arrival": .string(record.arrival.iso8601(.milliseconds)),
        "data": .string(Base64.encode(record.data)),
        "invocations": .array(invocations),
        "exact": .bool(isExact),
        "items": .array((isExact ? own.items : items).map(\.shown)),
        "messages": .array((isExact ? own.messages : messages).map(\.shown)),
        "objects": .array(inspection.objects(of: record).map(AdminRoom.json)),
      ])
  }

  /// One call of a handler: what is shown of it, and its text to look for a mark in.
  private struct Hop {
    let shown: JSONValue
    let text: String
    func carries(_ mark: String?) -> Bool { mark.map { text.contains($0) } ?? false }
  }

  /// The items that a call put, one by one.
  private func writes(_ step: Trail.Step) -> [Hop] {
    guard let input = try? JSONValue.parse(step.input.json) else { return [] }
    switch step.operation {
    case "PutItem", "UpdateItem", "DeleteItem":
      let content = input[step.operation == "PutItem" ? "Item" : "Key"] ?? .null
      return [hop(step.operation, input["TableName"] ?? .null, content)]
    case "BatchWriteItem":
      var hops: [Hop] = []
      for table in input["RequestItems"]?.object?.members ?? [] {
        for request in table.value.array ?? [] {
          if let item = request["PutRequest"]?["Item"] { hops.append(hop("PutItem", .string(table.key), item)) }
          if let key = request["DeleteRequest"]?["Key"] { hops.append(hop("DeleteItem", .string(table.key), key)) }
        }
      }
      return hops
    default: return []
    }
  }

  private func hop(_ operation: String, _ table: JSONValue, _ content: JSONValue) -> Hop {
    Hop(shown: ["operation": .string(operation), "table": table, "item": content], text: content.text)
  }

  private func message(_ step: Trail.Step) -> Hop {
    let input = (try? JSONValue.parse(step.input.json)) ?? .null
    let output = (try? JSONValue.parse(step.output.json)) ?? .null
    let body = input["Message"]?.string ?? ""
    let topic = input["TopicArn"]?.string ?? ""
    let mails = (inspection?.mailbox ?? []).filter { $0.topicARN == topic && !body.isEmpty && $0.text.contains(body) }
    return Hop(
      shown: [
        "topicArn": .string(topic),
        "messageId": output["MessageId"] ?? .null,
        "subject": input["Subject"] ?? .null,
        "mail": .array(mails.map { ["id": .string($0.id), "to": .string($0.to), "status": .string($0.status)] }),
      ], text: body)
  }

  private static func json(_ object: TracedObject) -> JSONValue {
    [
      "bucket": .string(object.bucket),
      "key": .string(object.key),
      "range": object.range.map {
        .array([.number(String($0.lowerBound)), .number(String($0.upperBound))])
      } ?? .null,
    ]
  }

  /// The longest text among the members of a record that is a JSON object; nil when it is under 8 characters, where it
  /// would be found by chance.
  private func longestText(_ data: [UInt8]) -> String? {
    guard let object = try? JSONValue.parse(data).object else { return nil }
    let longest = object.members.compactMap(\.value.string).max { $0.utf8.count < $1.utf8.count }
    return longest.flatMap { $0.utf8.count >= 8 ? $0 : nil }
  }
}
