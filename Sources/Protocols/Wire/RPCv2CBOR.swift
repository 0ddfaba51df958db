/// Smithy RPC v2 CBOR (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html): everything in a CBOR body, the
/// operation in the path.
struct RPCv2CBOR: WireFormat {
  private let service: ServiceDescription
  private let reader = CBORShapeReader(timestampsInMilliseconds: false)
  private let writer = CBORShapeWriter(timestampsInMilliseconds: false)

  init(_ service: ServiceDescription) { self.service = service }

  func input(
    _ shape: Shape, head: HTTPRequestHead, labels: [(name: String, value: String)], body: [UInt8]
  ) throws(AWSError) -> Structure {
    body.isEmpty ? Structure(shape) : try reader.document(shape, body)
  }

  func answer(_ output: Structure, of operation: OperationEntry, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    fields.add("smithy-protocol", "rpc-v2-cbor")
    // An operation without output has neither body nor type.
    if output.shape === Nothing.shape { return WireAnswer(status: 200, fields: fields) }
    fields.add("Content-Type", "application/cbor")
    var cbor = CBORWriter(reserving: 512)
    writer.structure(output, to: &cbor)
    return WireAnswer(status: 200, fields: fields, body: cbor.bytes)
  }

  var sendsInitialResponse: Bool { true }

  func payload(of event: Structure) -> (contentType: String, bytes: [UInt8]) {
    var cbor = CBORWriter(reserving: 512)
    writer.structure(event, to: &cbor)
    return ("application/cbor", cbor.bytes)
  }

  func answer(_ error: AWSError, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    fields.add("smithy-protocol", "rpc-v2-cbor")
    fields.add("Content-Type", "application/cbor")
    for field in error.fields { fields.add(field.name, field.value) }
    let body = CBORErrorBody.bytes(error, service, writer)
    return WireAnswer(status: error.status, fields: fields, body: body)
  }
}

/// The map that tells an error, the same in both CBOR protocols.
enum CBORErrorBody {
  static func bytes(
    _ error: AWSError, _ service: ServiceDescription, _ writer: CBORShapeWriter
  ) -> [UInt8] {
    var cbor = CBORWriter()
    cbor.beginMap()
    cbor.text("__type")
    cbor.text(service.errorType(error.code))
    if let message = error.message {
      cbor.text(service.messageKey)
      cbor.text(message)
    }
    for element in error.elements {
      cbor.text(element.name)
      cbor.text(element.text)
    }
    if let details = error.details { writer.members(of: details, to: &cbor) }
    cbor.end()
    return cbor.bytes
  }
}
