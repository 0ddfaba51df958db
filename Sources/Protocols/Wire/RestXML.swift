/// restXml as S3 speaks it (https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html): members in path, query and
/// fields, the rest in an XML body; errors without a wrapper around them.
struct RestXML: WireFormat {
  private let service: ServiceDescription
  private let reader = XMLShapeReader()
  private let writer: XMLShapeWriter
  private let members = HTTPMemberReader { name, text, kind in
    var message = "Invalid Argument"
    switch kind {
    // A part of the path that is no text.
    case .string: return AWSError("InvalidURI", "Couldn't parse the specified URI.", elements: [("URI", text)])
    case .byte, .short, .integer, .long: message = "Provided \(name) not an integer or within integer range"
    default: break
    }
    return AWSError(
      "InvalidArgument", message, elements: [("ArgumentName", name), ("ArgumentValue", text)])
  }

  init(_ service: ServiceDescription) {
    self.service = service
    writer = XMLShapeWriter(fraction: service.xmlFraction)
  }

  func input(
    _ shape: Shape, head: HTTPRequestHead, labels: [(name: String, value: String)], body: [UInt8]
  ) throws(AWSError) -> Structure {
    var structure = Structure(shape)
    if let payload = shape.payload {
      if !payload.isStreaming, !body.isEmpty {
        structure.slots[payload.index] = try self.payload(payload, body)
      }
    } else if shape.hasBodyMembers, !body.isEmpty {
      structure = try XMLShapeReader.document(body, root: shape.xmlName ?? shape.name) {
        (tag: XMLTag, xml: inout XMLReader) throws(AWSError) -> Structure in
        try reader.structure(shape, tag, &xml, keeps: { $0.location == .body })
      }
    }
    try members.read(into: &structure, head: head, labels: labels)
    return structure
  }

  private func payload(_ member: AnyMember, _ body: [UInt8]) throws(AWSError) -> Value {
    let shape = member.target.shape
    switch shape.kind {
    case .blob: return .blob(Blob(body))
    case .string:
      guard let text = String(validating: body, as: UTF8.self) else { throw AWSError.malformedXML() }
      return .string(text)
    default:
      let root = RestXML.root(of: member)
      return try XMLShapeReader.document(body, root: root) {
        (tag: XMLTag, xml: inout XMLReader) throws(AWSError) -> Value in
        try reader.value(shape, tag, &xml, member.timestampFormat)
      }
    }
  }

  /// The name of a payload's element.
  private static func root(of member: AnyMember) -> String {
    let shape = member.target.shape
    return member.xmlName ?? shape.xmlName ?? (shape.name.isEmpty ? member.name : shape.name)
  }

  func answer(_ output: Structure, of operation: OperationEntry, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    let told = HTTPMemberWriter.write(output, to: &fields)
    let status = told ?? operation.http?.status ?? 200
    var type = "application/xml"
    var body: [UInt8] = []
    if let payload = output.shape.payload {
      switch output.slots[payload.index] {
      case .blob(let blob): (type, body) = ("application/octet-stream", blob.bytes)
      case .string(let text): (type, body) = ("text/plain", Array(text.utf8))
      case .structure(let inner):
        var xml = XMLWriter()
        xml.declaration()
        writer.root(
          RestXML.root(of: payload), inner, namespace: service.xmlNamespace, member: payload, to: &xml)
        body = xml.bytes
      default: if payload.isStreaming { type = "application/octet-stream" }
      }
    } else if let unwrapped = output.shape.members.first(where: { $0.isUnwrapped }) {
      body = self.unwrapped(output.slots[unwrapped.index], unwrapped)
    } else if output.shape.members.contains(where: { $0.isInAnswersBody }) {
      var xml = XMLWriter()
      xml.declaration()
      let name = output.shape.xmlName ?? output.shape.name
      writer.root(name, output, namespace: service.xmlNamespace, to: &xml, keeps: { $0.isInAnswersBody })
      body = xml.bytes
    }
    if !body.isEmpty || type == "application/octet-stream", fields["Content-Type"] == nil {
      fields.add("Content-Type", type)
    }
    return WireAnswer(status: status, fields: fields, body: body)
  }

  /// `<LocationConstraint xmlns="…">eu-west-1</LocationConstraint>`; an absent value is an empty element.
  private func unwrapped(_ value: Value, _ member: AnyMember) -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    let name = member.xmlName ?? member.name
    xml.begin(name, namespace: service.xmlNamespace)
    xml.text(ScalarText.write(value, member.target.shape, member.timestampFormat ?? .dateTime))
    xml.end(name)
    return xml.bytes
  }

  var sendsInitialResponse: Bool { false }

  /// The element has the event's own name (`<Stats>`), as S3 Select sends it.
  func payload(of event: Structure) -> (contentType: String, bytes: [UInt8]) {
    var xml = XMLWriter()
    xml.declaration()
    writer.root(event.shape.xmlName ?? event.shape.name, event, namespace: nil, to: &xml)
    return ("text/xml", xml.bytes)
  }

  func answer(_ error: AWSError, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    fields.add("Content-Type", "application/xml")
    for field in error.fields { fields.add(field.name, field.value) }
    // These have no body (RFC 9110 §15).
    if error.status == 304 || error.status == 204 {
      fields["Content-Type"] = nil
      return WireAnswer(status: error.status, fields: fields)
    }
    var xml = XMLWriter()
    xml.declaration()
    xml.begin("Error")
    xml.element("Code", error.code)
    if let message = error.message { xml.element("Message", message) }
    for element in error.elements { xml.element(element.name, element.text) }
    if let details = error.details {
      _ = HTTPMemberWriter.write(details, to: &fields)
      writer.members(of: details, to: &xml, keeps: { $0.isInAnswersBody })
    }
    xml.element("RequestId", requestID)
    xml.end("Error")
    return WireAnswer(status: error.status, fields: fields, body: xml.bytes)
  }
}
