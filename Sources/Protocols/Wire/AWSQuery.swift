/// awsQuery (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html): a form in, XML out.
struct AWSQuery: WireFormat {
  private let service: ServiceDescription
  private let writer = XMLShapeWriter()

  init(_ service: ServiceDescription) { self.service = service }

  func input(
    _ shape: Shape, head: HTTPRequestHead, labels: [(name: String, value: String)], body: [UInt8]
  ) throws(AWSError) -> Structure {
    let fields: [Form.Field]
    do throws(FormError) {
      fields = try body.isEmpty ? Form.parse(head.query) : Form.parse(body)
    } catch {
      throw QueryShapeReader.malformed(error.description)
    }
    return try QueryShapeReader(fields).structure(shape)
  }

  func answer(_ output: Structure, of operation: OperationEntry, requestID: String) -> WireAnswer {
    var xml = XMLWriter()
    let root = operation.name + "Response"
    xml.begin(root, namespace: service.xmlNamespace)
    // An operation without output has no element for it.
    if output.shape !== Nothing.shape {
      xml.begin(operation.name + "Result")
      writer.members(of: output, to: &xml)
      xml.end(operation.name + "Result")
    }
    xml.begin("ResponseMetadata")
    xml.element("RequestId", requestID)
    xml.end("ResponseMetadata")
    xml.end(root)
    var fields = HTTPFields(reserving: 6)
    fields.add("Content-Type", "text/xml")
    return WireAnswer(status: 200, fields: fields, body: xml.bytes)
  }

  var sendsInitialResponse: Bool { true }

  func payload(of event: Structure) -> (contentType: String, bytes: [UInt8]) {
    var xml = XMLWriter()
    writer.root(event.shape.xmlName ?? event.shape.name, event, namespace: nil, to: &xml)
    return ("text/xml", xml.bytes)
  }

  func answer(_ error: AWSError, requestID: String) -> WireAnswer {
    var xml = XMLWriter()
    xml.begin("ErrorResponse", namespace: service.xmlNamespace)
    xml.begin("Error")
    xml.element("Type", error.isSender ? "Sender" : "Receiver")
    xml.element("Code", error.code)
    if let message = error.message { xml.element("Message", message) }
    for element in error.elements { xml.element(element.name, element.text) }
    if let details = error.details { writer.members(of: details, to: &xml) }
    xml.end("Error")
    xml.element("RequestId", requestID)
    xml.end("ErrorResponse")
    var fields = HTTPFields(reserving: 6)
    fields.add("Content-Type", "text/xml")
    for field in error.fields { fields.add(field.name, field.value) }
    return WireAnswer(status: error.status, fields: fields, body: xml.bytes)
  }
}
