/// The head of an HTTP request: everything before the body (RFC 9112 §3, RFC 9110).
package struct HTTPRequestHead: Sendable {
  /// `GET`, `PUT` …, as sent.
  package var method: String
  /// The path of the request target, percent-encoding untouched (`/bucket/a%2Fb`); an absolute-form target is cut to it.
  package var path: String
  /// What stood behind the first `?`, untouched and without it; empty where there was none.
  package var query: String
  /// The fields, `Host` included (HTTP/2's `:authority` becomes `Host`).
  package var fields: HTTPFields
  /// The declared length of the body: 0 without one, nil when it is chunked.
  package var contentLength: Int?

  package init(
    method: String, path: String, query: String = "", fields: HTTPFields = HTTPFields(), contentLength: Int? = 0
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.fields = fields
    self.contentLength = contentLength
  }
}
