/// restJson1 (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html): members in path, query and fields, the
/// rest in a JSON body.
struct RestJSON: WireFormat {
  private let service: ServiceDescription
  private let reader = JSONShapeReader(usesJSONNames: true)
  private let writer = JSONShapeWriter(usesJSONNames: true)
  private let members = HTTPMemberReader { name, _, kind in
    AWSError.serialization("The value of \(name) can not be converted to \(JSONShapeReader.words(kind))")
  }

  init(_ service: ServiceDescription) { self.service = service }

  func input(
    _ shape: Shape, head: HTTPRequestHead, labels: [(name: String, value: String)], body: [UInt8]
  ) throws(AWSError) -> Structure {
    var structure = Structure(shape)
    if let payload = shape.payload {
      if !payload.isStreaming, !body.isEmpty {
        structure.slots[payload.index] = try self.payload(payload.target.shape, body)
      }
    } else if shape.hasBodyMembers, !body.isEmpty {
      structure = try JSONShapeReader.document(body) { (json: inout JSONReader) throws(AWSError) -> Structure in
        try reader.structure(shape, &json, keeps: { $0.location == .body })
      }
    }
    try members.read(into: &structure, head: head, labels: labels)
    return structure
  }

  private func payload(_ shape: Shape, _ body: [UInt8]) throws(AWSError) -> Value {
    switch shape.kind {
    case .blob: return .blob(Blob(body))
    case .string:
      guard let text = String(validating: body, as: UTF8.self) else {
        throw AWSError.serialization("The body is not UTF-8.")
      }
      return .string(text)
    default:
      return try JSONShapeReader.document(body) { (json: inout JSONReader) throws(AWSError) -> Value in
        try reader.value(shape, &json, nil)
      }
    }
  }

  func answer(_ output: Structure, of operation: OperationEntry, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    let told = HTTPMemberWriter.write(output, to: &fields)
    let status = told ?? operation.http?.status ?? 200
    guard let payload = output.shape.payload else {
      // An operation without output has no body, nor may 204 have one; one whose output is all in fields answers `{}`.
      if output.shape === Nothing.shape || status == 204 { return WireAnswer(status: status, fields: fields) }
      var json = JSONWriter(reserving: 512)
      writer.structure(output, to: &json, keeps: { $0.isInAnswersBody })
      if fields["Content-Type"] == nil { fields.add("Content-Type", "application/json") }
      return WireAnswer(status: status, fields: fields, body: json.bytes)
    }
    let slot = output.slots[payload.index]
    if payload.isStreaming || slot.isAbsent {
      if payload.isStreaming, fields["Content-Type"] == nil { fields.add("Content-Type", "application/octet-stream") }
      return WireAnswer(status: status, fields: fields)
    }
    let type: String
    let body: [UInt8]
    switch slot {
    case .blob(let blob): (type, body) = ("application/octet-stream", blob.bytes)
    case .string(let text): (type, body) = ("text/plain", Array(text.utf8))
    default:
      var json = JSONWriter(reserving: 512)
      writer.value(slot, payload.target.shape, nil, to: &json)
      (type, body) = ("application/json", json.bytes)
    }
    if fields["Content-Type"] == nil { fields.add("Content-Type", type) }
    return WireAnswer(status: status, fields: fields, body: body)
  }

  var sendsInitialResponse: Bool { false }

  func payload(of event: Structure) -> (contentType: String, bytes: [UInt8]) {
    var json = JSONWriter(reserving: 512)
    writer.structure(event, to: &json)
    return ("application/json", json.bytes)
  }

  func answer(_ error: AWSError, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    fields.add("Content-Type", "application/json")
    fields.add("x-amzn-ErrorType", error.code)
    for field in error.fields { fields.add(field.name, field.value) }
    var json = JSONWriter(reserving: 256)
    json.beginObject()
    for element in error.elements {
      json.key(element.name)
      json.string(element.text)
    }
    if let message = error.message {
      json.key(service.messageKey)
      json.string(message)
    }
    if let details = error.details {
      _ = HTTPMemberWriter.write(details, to: &fields)
      writer.members(of: details, to: &json, keeps: { $0.isInAnswersBody })
    }
    json.endObject()
    return WireAnswer(status: error.status, fields: fields, body: json.bytes)
  }
}
