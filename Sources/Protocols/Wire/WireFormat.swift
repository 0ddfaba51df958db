/// One of AWS's protocols, for one service: input in, output out, error out. Pure functions of bytes and shapes.
///
/// Made from the service's description: `AWSJSON(service, version:)`, `AWSQuery(service)`, `RestXML(service)`,
/// `RestJSON(service)`, `RPCv2CBOR(service)`, `KinesisCBOR(service)`; `ServiceDescription.format(_:)` makes the one for a
/// `WireProtocol`. AWSQuery reads the form of the body, or the query of the address when the body is empty.
package protocol WireFormat: Sendable {
  /// The input of an operation. `labels` are the parts of the path that a REST binding names, still percent-encoded.
  /// A streaming payload is left absent; `body` is empty then.
  /// Throws what AWS answers to a body that it cannot read: SerializationException, MalformedXML …, status 400.
  func input(
    _ shape: Shape, head: HTTPRequestHead, labels: [(name: String, value: String)], body: [UInt8]
  ) throws(AWSError) -> Structure

  /// The answer of a successful operation. A streaming payload is not in it; the gateway sends that.
  func answer(_ output: Structure, of operation: OperationEntry, requestID: String) -> WireAnswer

  /// The answer that tells an error.
  func answer(_ error: AWSError, requestID: String) -> WireAnswer

  /// An event's members, or an initial response's, as the payload of a message in an event stream.
  func payload(of event: Structure) -> (contentType: String, bytes: [UInt8])
  /// Whether an event stream begins with the output's other members as a message; in REST they are fields of the head.
  var sendsInitialResponse: Bool { get }
}

/// A whole answer, the fields that every answer of the service has (request ids, `Date`) aside.
package struct WireAnswer: Sendable {
  package var status: Int
  package var fields: HTTPFields
  package var body: [UInt8]

  package init(status: Int, fields: HTTPFields = HTTPFields(), body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }
}
