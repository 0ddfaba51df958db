/// awsJson 1.0 and 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html): everything in a JSON body, the
/// operation in `X-Amz-Target`.
struct AWSJSON: WireFormat {
  private let service: ServiceDescription
  private let contentType: String
  private let reader = JSONShapeReader(usesJSONNames: false)
  private let writer = JSONShapeWriter(usesJSONNames: false)

  init(_ service: ServiceDescription, version: String) {
    self.service = service
    contentType = "application/x-amz-json-" + version
  }

  func input(
    _ shape: Shape, head: HTTPRequestHead, labels: [(name: String, value: String)], body: [UInt8]
  ) throws(AWSError) -> Structure {
    // An operation without input may come with an empty body.
    if body.isEmpty, shape.members.isEmpty { return Structure(shape) }
    do throws(AWSError) {
      return try JSONShapeReader.document(body) { (json: inout JSONReader) throws(AWSError) -> Structure in
        try reader.structure(shape, &json)
      }
    } catch {
      // Of bytes that are no JSON AWS says nothing, of JSON of another type than the shape's it does.
      throw AWSJSON.isJSON(body) ? error : AWSError.serialization(nil)
    }
  }

  private static func isJSON(_ body: [UInt8]) -> Bool {
    body.withBytes { bytes in
      var json = JSONReader(bytes)
      do throws(JSONError) {
        try json.skipValue()
        try json.end()
        return true
      } catch { return false }
    }
  }

  func answer(_ output: Structure, of operation: OperationEntry, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    fields.add("Content-Type", contentType)
    // An operation without output answers an empty body (recorded from Kinesis), one whose output is empty `{}` (Athena).
    if output.shape === Nothing.shape { return WireAnswer(status: 200, fields: fields) }
    var json = JSONWriter(reserving: 512)
    writer.structure(output, to: &json)
    return WireAnswer(status: 200, fields: fields, body: json.bytes)
  }

  var sendsInitialResponse: Bool { true }

  /// Times of Kinesis' events are printed as Java prints a double (recorded from AWS).
  func payload(of event: Structure) -> (contentType: String, bytes: [UInt8]) {
    var json = JSONWriter(reserving: 512)
    JSONShapeWriter(usesJSONNames: false, usesExponents: true).structure(event, to: &json)
    return (contentType, json.bytes)
  }

  func answer(_ error: AWSError, requestID: String) -> WireAnswer {
    var fields = HTTPFields(reserving: 6)
    fields.add("Content-Type", contentType)
    for field in error.fields { fields.add(field.name, field.value) }
    if service.sendsErrorType { fields.add("x-amzn-ErrorType", error.code) }
    var json = JSONWriter(reserving: 256)
    json.beginObject()
    json.key("__type")
    json.string(service.errorType(error.code))
    if let message = error.message {
      json.key(service.messageKey)
      json.string(message)
    }
    for element in error.elements {
      json.key(element.name)
      json.string(element.text)
    }
    if let details = error.details { writer.members(of: details, to: &json) }
    json.endObject()
    return WireAnswer(status: error.status, fields: fields, body: json.bytes)
  }
}
