package import Protocols

/// Sending an HTTP request to anywhere: handlers of functions that are URLs, and whoever else delivers over HTTP.
package protocol WebPort: Sendable {
  /// `url` is `http://host[:port]/path?query`. Waits for the whole answer, that many seconds at most.
  func send(
    _ url: String, _ method: String, _ fields: HTTPFields, _ body: [UInt8], seconds: Int
  ) async throws(WebFailure) -> WebAnswer
}

package struct WebAnswer: Sendable {
  package var status: Int
  package var fields: HTTPFields
  package var body: [UInt8]
  package init(status: Int, fields: HTTPFields, body: [UInt8]) {
    self.status = status
    self.fields = fields
    self.body = body
  }
}

package enum WebFailure: Error, Sendable, Equatable {
  case timedOut
  /// In words for a log.
  case failed(String)
}
