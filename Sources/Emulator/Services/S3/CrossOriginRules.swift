package import Protocols
package import Runtime

/// A bucket's CORS rules, as the gateway asks for them
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html).
extension S3Service {
  package func crossOrigin(_ head: HTTPRequestHead) -> CrossOrigin? {
    let isPreflight = head.method == "OPTIONS"
    guard let origin = head.fields["Origin"] else {
      guard isPreflight else { return nil }
      return .refused(AWSError("BadRequest", "Insufficient information. Origin request header needed."))
    }
    let path = S3Address.path(head).utf8.drop { $0 == UInt8(ascii: "/") }
    let name = path.prefix { $0 != UInt8(ascii: "/") }
    guard let text = PercentEncoding.decodeString(String(Substring(name))), let bucket = store.buckets[text],
      bucket.has(.cors)
    else {
      // Without a method it is no preflight, which the general rules could answer.
      guard isPreflight, head.fields["Access-Control-Request-Method"] == nil, !name.isEmpty else { return nil }
      let isThere = PercentEncoding.decodeString(String(Substring(name))).map { store.buckets[$0] != nil } ?? false
      return .refused(
        AWSError(
          "AccessForbidden",
          isThere ? "CORSResponse: CORS is not enabled for this bucket." : "CORSResponse: Bucket not found",
          status: 403,
          elements: [("Method", "OPTIONS"), ("ResourceType", "BUCKET")]))
    }
    let rules = bucket.derived(.cors) {
      CORSRules(bucket.document(.cors, as: CORSConfiguration.self) ?? Values())
    }
    let asked = head.fields["Access-Control-Request-Method"]
    let headers = CORSRules.names(head.fields["Access-Control-Request-Headers"])
    guard isPreflight else {
      // S3 judges whatever bears a preflight's fields by them; no browser lets a page set them.
      let match = rules.match(origin: origin, method: asked ?? head.method, headers: asked == nil ? [] : headers)
      return match.map { .allowed($0.fields) } ?? .notCovered
    }
    guard let method = asked else {
      return .refused(AWSError("BadRequest", "Invalid Access-Control-Request-Method: null"))
    }
    if let match = rules.match(origin: origin, method: method, headers: headers) { return .preflight(match.fields) }
    let hasKey = path.count > name.count + 1
    return .refused(
      AWSError(
        "AccessForbidden",
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method "
          + "/ Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS "
          + "spec.", status: 403, elements: [("Method", method), ("ResourceType", hasKey ? "OBJECT" : "BUCKET")]))
  }
}
