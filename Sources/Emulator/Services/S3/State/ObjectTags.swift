import Protocols

/// The tags of an object: at most ten pairs, kept as a form, which is how the header carries them
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html).
struct ObjectTags: Sendable {
  var pairs: [(key: String, value: String)]

  /// `x-amz-tagging`: `a=1&b=2`.
  init(header: String) throws(AWSError) {
    do {
      pairs = try Form.parse(header).map { ($0.name, $0.value) }
    } catch {
      throw ObjectTags.badHeader(header)
    }
    for (index, pair) in pairs.enumerated() where pairs[..<index].contains(where: { $0.key == pair.key }) {
      throw ObjectTags.badHeader(header)
    }
    try check()
  }

  init(_ pairs: [(key: String, value: String)]) throws(AWSError) {
    self.pairs = pairs
    for (index, pair) in pairs.enumerated() where pairs[..<index].contains(where: { $0.key == pair.key }) {
      throw AWSError(
        "InvalidTag", "Cannot provide multiple Tags with the same key", elements: [("TagKey", pair.key)])
    }
    try check()
  }

  /// As it was kept.
  init(stored: String) { pairs = (try? Form.parse(stored))?.map { ($0.name, $0.value) } ?? [] }

  var stored: String { String(decoding: Form.encode(pairs.map { Form.Field($0.key, $0.value) }), as: UTF8.self) }

  private func check() throws(AWSError) {
    if pairs.count > 10 { throw AWSError("BadRequest", "Object tags cannot be greater than 10") }
    for pair in pairs {
      if pair.key.hasPrefix("aws:") {
        throw AWSError(
          "InvalidTag", "Your TagKey cannot be prefixed with aws:", elements: [("TagKey", pair.key)])
      }
      if pair.key.isEmpty || pair.key.unicodeScalars.count > 128 {
        throw AWSError("InvalidTag", "The TagKey you have provided is invalid", elements: [("TagKey", pair.key)])
      }
      if pair.value.unicodeScalars.count > 256 {
        throw AWSError(
          "InvalidTag", "The TagValue you have provided is invalid",
          elements: [("TagKey", pair.key), ("TagValue", pair.value)])
      }
    }
  }

  private static func badHeader(_ header: String) -> AWSError {
    .invalidArgument(
      "x-amz-tagging", header,
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name "
        + "duplicates.")
  }
}
