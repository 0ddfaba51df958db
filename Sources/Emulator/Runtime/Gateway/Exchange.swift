import Protocols

/// One request on its way through the gateway. Loop only.
final class Exchange {
  let head: HTTPRequestHead
  let responder: any HTTPResponder
  let id: String
  let start: Int64
  var service: ServiceDescription?
  var operation = ""
  var format: (any WireFormat)?
  /// The parts of the path that a REST binding names.
  var labels: Registry.Labels = []
  var origin: String?
  /// Where the request came from.
  var sourceAddress = ""
  /// Whether it came over TLS; known where signatures are verified.
  var isSecure = false
  /// The fields that the service's own rules give a browser, in the place of the general ones.
  var crossOriginFields: [HTTPFields.Field]?
  /// nil until the caller is known: for requests that are refused before.
  var context: RequestContext!
  /// What leaves once the round is committed.
  var outgoing: (wire: WireAnswer, body: HTTPBody?, error: AWSError?)?

  init(_ head: HTTPRequestHead, _ responder: any HTTPResponder, id: String, start: Int64) {
    self.head = head
    self.responder = responder
    self.id = id
    self.start = start
  }

  func take(_ target: Registry.Target, _ labels: Registry.Labels) {
    service = target.service
    operation = target.entry.name
    format = target.format
    self.labels = labels
  }

  /// `x-amz-id-2`: 96 characters of base64 on AWS; here they are the request's id, twice.
  var extendedID: String {
    withUnsafeTemporaryAllocation(byteCount: 72, alignment: 8) { room in
      var id = id
      let count = id.withUTF8 { text in
        guard let to = room.baseAddress, let from = text.baseAddress else { return 0 }
        let half = min(text.count, 36)
        to.copyMemory(from: from, byteCount: half)
        (to + half).copyMemory(from: from, byteCount: half)
        return half * 2
      }
      return Base64.encode(UnsafeRawBufferPointer(rebasing: room[..<count]))
    }
  }

  func render(_ error: AWSError) -> WireAnswer {
    guard let format else {
      return WireAnswer(
        status: error.status, fields: HTTPFields([.init(name: "Content-Type", value: "text/plain")]),
        body: Array("\(error.code): \(error.message ?? "")\n".utf8))
    }
    return format.answer(error, requestID: id)
  }
}
