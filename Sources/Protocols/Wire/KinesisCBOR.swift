/// Kinesis' own CBOR, `application/x-amz-cbor-1.1`: awsJson 1.1 in another writing, which the Java SDK speaks by default.
/// Blobs are byte strings, timestamps are tag 1 with integer milliseconds.
struct KinesisCBOR: WireFormat {
  private static let contentType = "application/x-amz-cbor-1.1"
  private let service: ServiceDescription
  private let reader = CBORShapeReader(timestampsInMilliseconds: true)
  private let writer = CBORShapeWriter(timestampsInMilliseconds: true)

  init(_ service: ServiceDescription) { self.service = service }

  func input(
    _ shape: Shape, head: HTTPRequestHead, labels: [(name: String, value: String)], body: [UInt8]
  ) throws(AWSError) -> Structure {
    if body.isEmpty, shape.members.isEmpty { return Structure(shape) }
    return try reader.document(shape, body)
  }

  func answer(_ output: Structure, of operation: OperationEntry, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    fields.add("Content-Type", KinesisCBOR.contentType)
    // As in awsJson: without output, an empty body.
    if output.shape === Nothing.shape { return WireAnswer(status: 200, fields: fields) }
    var cbor = CBORWriter(reserving: 512)
    writer.structure(output, to: &cbor)
    return WireAnswer(status: 200, fields: fields, body: cbor.bytes)
  }

  var sendsInitialResponse: Bool { true }

  /// AWS's event streams know JSON alone: the Java SDK sends its request for one in JSON too. A caller that asks in CBOR
  /// is answered in it.
  func payload(of event: Structure) -> (contentType: String, bytes: [UInt8]) {
    var cbor = CBORWriter(reserving: 512)
    writer.structure(event, to: &cbor)
    return (KinesisCBOR.contentType, cbor.bytes)
  }

  func answer(_ error: AWSError, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    fields.add("Content-Type", KinesisCBOR.contentType)
    for field in error.fields { fields.add(field.name, field.value) }
    if service.sendsErrorType { fields.add("x-amzn-ErrorType", error.code) }
    let body = CBORErrorBody.bytes(error, service, writer)
    return WireAnswer(status: error.status, fields: fields, body: body)
  }
}
