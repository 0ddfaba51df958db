import Protocols

/// `x-amz-copy-source`: `[/]bucket/key[?versionId=id]`, percent-encoded.
struct CopySource {
  var bucket: String
  var key: String
  var version: String?

  init(_ text: String) throws(AWSError) {
    var path = text[...]
    if let mark = path.lastIndex(of: "?") {
      let query = path[path.index(after: mark)...]
      path = path[..<mark]
      if query.hasPrefix("versionId=") {
        version = PercentEncoding.decodeString(String(query.dropFirst("versionId=".count)))
      }
    }
    if path.hasPrefix("/") { path = path.dropFirst() }
    if path.hasPrefix("arn:") { throw AWSError.notEmulated("An ARN in x-amz-copy-source") }
    // The slash between them may be encoded as well.
    guard let decoded = PercentEncoding.decodeString(String(path), plusIsSpace: true),
      let slash = decoded.utf8.firstIndex(of: UInt8(ascii: "/")), slash != decoded.startIndex,
      decoded.utf8.index(after: slash) != decoded.endIndex
    else {
      throw AWSError.invalidArgument(
        "x-amz-copy-source", text,
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
    }
    bucket = String(decoded[..<slash])
    key = String(decoded[decoded.utf8.index(after: slash)...])
  }
}
