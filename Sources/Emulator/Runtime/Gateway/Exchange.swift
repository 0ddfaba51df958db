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
  var origin: String?
  /// Where the request came from.
  var sourceAddress = ""
  /// Set as soon as the caller is known, which is before anything reads it.
  var context: RequestContext

  init(_ head: HTTPRequestHead, _ responder: any HTTPResponder, id: String, start: Int64) {
    self.head = head
    self.responder = responder
    self.id = id
    self.start = start
    context = RequestContext(
      account: "", region: "", caller: .root(of: ""), now: Timestamp(milliseconds: start), id: id, endpoint: "")
  }

  func take(_ target: Registry.Target) {
    service = target.service
    operation = target.entry.name
    format = target.format
  }

  /// `x-amz-id-2`: 96 characters of base64 on AWS; here they follow from the request's id.
  var extendedID: String {
    var bytes = Array(id.utf8)
    bytes.append(contentsOf: id.utf8)
    return Base64.encode(Array(bytes.prefix(72)))
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
