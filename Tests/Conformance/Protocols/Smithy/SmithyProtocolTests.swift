import Protocols
import Testing

/// The Smithy protocol tests, run as a server: requests are read, responses written, malformed requests refused. Every case
/// must pass unless `ProtocolGaps` says by name why it does not, and those must not pass.
@Suite struct SmithyProtocolTests {
  struct Subject: Sendable, CustomTestStringConvertible {
    var file: String
    var wire: ServiceDescription.WireProtocol
    var testDescription: String { file }
  }

  static let protocols: [Subject] = [
    Subject(file: "awsJson1_0", wire: .awsJSON(version: "1.0")),
    Subject(file: "awsJson1_1", wire: .awsJSON(version: "1.1")),
    Subject(file: "awsQuery", wire: .awsQuery),
    Subject(file: "restXml", wire: .restXML),
    Subject(file: "restXmlWithNamespace", wire: .restXML),
    Subject(file: "restJson1", wire: .restJSON),
    Subject(file: "rpcv2Cbor", wire: .rpcV2CBOR),
  ]

  @Test(
    .enabled(if: ProtocolTestFile.folder != nil, "the Smithy protocol tests are not beside the project"),
    arguments: protocols)
  func everyCase(_ named: Subject) throws {
    let run = ProtocolRun(try ProtocolTestFile(named.file), named.wire)
    let gaps = ProtocolGaps.all[named.file] ?? [:]
    var seen: Set<String> = []
    for list in ["requests", "responses", "malformed"] {
      var passed = 0
      var known = 0
      for test in run.file.cases(list) where test["appliesTo"]?.string != "client" {
        let name = list + "/" + (test["id"]?.string ?? "")
        let failure = run.failure(list, test)
        let gap = gaps[name] ?? (list == "malformed" ? ProtocolGaps.malformed(run.file, test) : nil)
        seen.insert(name)
        switch (failure, gap) {
        case (nil, nil): passed += 1
        case (_?, _?): known += 1
        case (let failure?, nil): Issue.record("\(named.file) \(name): \(failure)")
        case (nil, _?): Issue.record("\(named.file) \(name) passes now: take it out of the gaps")
        }
      }
      if passed + known > 0 { print("\(named.file) \(list): \(passed) passed, \(known) known gaps") }
    }
    for name in gaps.keys where !seen.contains(name) { Issue.record("\(named.file) has no case \(name)") }
  }

  /// The events of restJson1's cases, as framed messages: headers, payload and, byte for byte, the frame.
  @Test(.enabled(if: ProtocolTestFile.folder != nil, "the Smithy protocol tests are not beside the project"))
  func everyEvent() throws {
    let file = try ProtocolTestFile("restJson1")
    var count = 0
    for test in file.cases("eventStreams") {
      for event in test["events"]?.array ?? [] {
        let bytes = try #require(Base64.decode(event["bytes"]?.string ?? ""))
        var decoder = EventStreamDecoder()
        decoder.feed(bytes)
        let message = try #require(try decoder.next())
        #expect(decoder.isEmpty)
        let wanted = event["headers"]?.object?.members ?? []
        #expect(message.headers.count == wanted.count)
        for header in wanted {
          let value = try #require(header.value.object?.members.first)
          let found = message[header.key]
          #expect(found == headerValue(value.key, value.value), "\(test["id"]?.string ?? "") \(header.key)")
        }
        if let body = event["body"]?.string { #expect(String(decoding: message.payload, as: UTF8.self) == body) }
        #expect(message.bytes == bytes)
        count += 1
      }
    }
    print("restJson1 eventStreams: \(count) messages")
    #expect(count > 0)
  }

  private func headerValue(_ type: String, _ json: JSONValue) -> EventStreamMessage.Value? {
    let number = json.int ?? 0
    switch type {
    case "boolean": return .bool(json.bool ?? false)
    case "byte": return .byte(Int8(number))
    case "short": return .short(Int16(number))
    case "integer": return .integer(Int32(number))
    case "long": return .long(Int64(number))
    case "blob": return Base64.decode(json.string ?? "").map { EventStreamMessage.Value.bytes($0) }
    case "string": return json.string.map { EventStreamMessage.Value.string($0) }
    case "timestamp":
      let moment = json.string.flatMap { Timestamp(iso8601: $0) } ?? json.double.flatMap { Timestamp(epochSeconds: $0) }
      return moment.map { EventStreamMessage.Value.timestamp($0) }
    default: return nil
    }
  }
}

/// Runs the cases of one file.
struct ProtocolRun {
  let file: ProtocolTestFile
  let wire: ServiceDescription.WireProtocol

  init(_ file: ProtocolTestFile, _ wire: ServiceDescription.WireProtocol) {
    self.file = file
    self.wire = wire
  }

  /// What is wrong with the outcome of a case, or nil.
  func failure(_ list: String, _ test: JSONValue) -> String? {
    switch list {
    case "requests": request(test)
    case "responses": response(test)
    default: malformed(test)
    }
  }

  // MARK: Requests

  private func request(_ test: JSONValue) -> String? {
    do throws(AWSError) {
      let found = try input(test, test["operation"]?.string ?? "")
      let wanted = ProtocolValues.structure(test["params"] ?? .null, found.shape)
      return ProtocolValues.difference(found, wanted)
    } catch {
      return "refused: \(error.code) \(error.message ?? "")"
    }
  }

  private func input(_ request: JSONValue, _ name: String) throws(AWSError) -> Structure {
    let operation = file.operation(name)
    let entry = file.entry(name)
    let uri = request["uri"]?.string ?? "/"
    let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var fields = HTTPFields()
    for header in request["headers"]?.object?.members ?? [] { fields.add(header.key, header.value.string ?? "") }
    var query = (request["queryParams"]?.array ?? []).compactMap(\.string)
    if parts.count > 1 { query.insert(parts[1], at: 0) }
    let head = HTTPRequestHead(
      method: request["method"]?.string ?? "POST", path: parts[0], query: query.joined(separator: "&"), fields: fields)
    let pattern = operation["http"]?["uri"]?.string ?? ""
    let format = file.description(of: operation, wire).format(wire)
    return try format.input(
      entry.input, head: head, labels: ProtocolTestFile.labels(pattern, parts[0]), body: body(request))
  }

  private func body(_ test: JSONValue) -> [UInt8] {
    let text = test["body"]?.string ?? ""
    return file.isBase64 ? Base64.decode(text) ?? [] : Array(text.utf8)
  }

  // MARK: Responses

  private func response(_ test: JSONValue) -> String? {
    let name = test["operation"]?.string ?? test["operations"]?.array?.first?.string ?? ""
    let operation = file.operation(name)
    // The errors of the cases write the key as their own member is named.
    let names = test["error"]?.string.map { file.shape($0).members.map(\.name) } ?? []
    let description = file.description(
      of: operation, wire, messageKey: names.first { $0.lowercased() == "message" } ?? "message")
    let format = description.format(wire)
    let params = test["params"] ?? .null
    let answer: WireAnswer
    if let error = test["error"]?.string {
      answer = format.answer(self.error(error, params), requestID: ProtocolRun.requestID)
    } else {
      let entry = file.entry(name)
      answer = format.answer(
        ProtocolValues.structure(params, entry.output), of: entry, requestID: ProtocolRun.requestID)
    }
    return difference(answer, test)
  }

  /// What the cases have in their bodies.
  private static let requestID = "foo-id"

  /// The error as a service states it: code, status and message, the other members as details.
  private func error(_ id: String, _ params: JSONValue) -> AWSError {
    let traits = file.model(id)["traits"] ?? .null
    let shape = file.shape(id)
    var details = ProtocolValues.structure(params, shape)
    var message: String?
    for member in shape.members where member.name.lowercased() == "message" {
      if case .string(let text) = details.slots[member.index] { message = text }
      details.slots[member.index] = .absent
    }
    let query = wire == .awsQuery ? traits["awsQueryError"] : nil
    let fallback = traits["error"]?.string == "server" ? 500 : 400
    return AWSError(
      query?["code"]?.string ?? shape.name, message,
      status: query?["httpResponseCode"]?.int ?? traits["httpError"]?.int ?? fallback, details: details)
  }

  private func difference(_ answer: WireAnswer, _ test: JSONValue) -> String? {
    if answer.status != test["code"]?.int { return "status \(answer.status)" }
    for header in test["headers"]?.object?.members ?? [] {
      var found = answer.fields.values(header.key).joined(separator: ", ")
      // The transport's field.
      if header.key == "Content-Length" { found = String(answer.body.count) }
      if found != header.value.string { return "\(header.key) is '\(found)', not '\(header.value.string ?? "")'" }
    }
    for header in test["forbidHeaders"]?.array ?? [] {
      if let name = header.string, let value = answer.fields[name] { return "\(name) is '\(value)', not absent" }
    }
    guard test["body"] != nil else { return nil }
    let wanted = body(test)
    if wanted.isEmpty || answer.body.isEmpty {
      return wanted.isEmpty == answer.body.isEmpty ? nil : "body \(String(decoding: answer.body, as: UTF8.self))"
    }
    do {
      let type = test["bodyMediaType"]?.string ?? (wire == .awsQuery ? "application/xml" : "")
      let same: Bool
      switch type {
      case "application/json":
        same = DocumentTree(try JSONValue.parse(answer.body)) == DocumentTree(try JSONValue.parse(wanted))
      case "application/xml":
        same = try DocumentTree(xml: answer.body).comparable == DocumentTree(xml: wanted).comparable
      case "application/cbor": same = try DocumentTree(cbor: answer.body) == DocumentTree(cbor: wanted)
      default: same = answer.body == wanted
      }
      return same ? nil : "body \(String(decoding: answer.body, as: UTF8.self))"
    } catch {
      return "body cannot be compared: \(error)"
    }
  }

  // MARK: Malformed

  private func malformed(_ test: JSONValue) -> String? {
    let name = test["operation"]?.string ?? ""
    do throws(AWSError) {
      let input = try input(test["request"] ?? .null, name)
      return "accepted: \(input.slots)"
    } catch {
      let format = file.description(of: file.operation(name), wire).format(wire)
      let answer = format.answer(error, requestID: ProtocolRun.requestID)
      let response = test["response"] ?? .null
      // The body's words are the service's own.
      return difference(answer, ["code": response["code"] ?? .null, "headers": response["headers"] ?? [:]])
    }
  }
}
