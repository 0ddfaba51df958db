import Protocols

/// What a writer says of an object and every reader is told again: the system's header fields and the user's own
/// (`x-amz-meta-*`), kept as `KeptLines`.
struct ObjectHeaders: Sendable {
  var cacheControl: String?
  var contentDisposition: String?
  var contentEncoding: String?
  var contentLanguage: String?
  var contentType: String?
  var expires: String?
  var websiteRedirectLocation: String?
  /// Names in lower case, without `x-amz-meta-`.
  var metadata: [String: String] = [:]

  /// The most bytes that names and values of the user's metadata may have.
  static let metadataLimit = 2048

  init() {}

  /// `decodesWords`: the user's values may be encoded words (RFC 2047), as header fields carry what is not ASCII.
  init<Input>(_ members: HeaderSet<Input>, _ input: Values<Input>, decodesWords: Bool = true) throws(AWSError) {
    cacheControl = input[members.cacheControl]
    contentDisposition = input[members.contentDisposition]
    contentEncoding = ObjectHeaders.withoutChunking(input[members.contentEncoding])
    contentLanguage = input[members.contentLanguage]
    contentType = input[members.contentType]
    expires = input[members.expires]
    if let location = input[members.websiteRedirectLocation] {
      guard location.hasPrefix("/") || location.hasPrefix("http://") || location.hasPrefix("https://") else {
        throw AWSError(
          "InvalidRedirectLocation",
          "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.")
      }
      websiteRedirectLocation = location
    }
    guard let sent = input[members.metadata], !sent.isEmpty else { return }
    var size = 0
    for (name, value) in sent {
      let value = decodesWords ? EncodedWords.decode(value) : value
      size += name.utf8.count + value.utf8.count
      metadata[name.lowercased()] = value
    }
    if size > ObjectHeaders.metadataLimit {
      throw AWSError(
        "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size",
        elements: [("Size", "\(size)"), ("MaxSizeAllowed", "\(ObjectHeaders.metadataLimit)")])
    }
  }

  /// `aws-chunked` is how the body travels and is not kept.
  private static func withoutChunking(_ encoding: String?) -> String? {
    guard let encoding, encoding.contains("aws-chunked") else { return encoding }
    let rest = encoding.split(separator: ",").map { part in
      var part = part.drop { $0 == " " }
      while part.last == " " { part.removeLast() }
      return part
    }.filter { $0 != "aws-chunked" }
    return rest.isEmpty ? nil : rest.joined(separator: ",")
  }

  // MARK: As it is kept

  private static let metadataPrefix = "x-amz-meta-"

  var stored: String {
    var lines = KeptLines()
    lines.add("content-type", contentType)
    lines.add("cache-control", cacheControl)
    lines.add("content-disposition", contentDisposition)
    lines.add("content-encoding", contentEncoding)
    lines.add("content-language", contentLanguage)
    lines.add("expires", expires)
    lines.add("location", websiteRedirectLocation)
    for (name, value) in metadata { lines.add(ObjectHeaders.metadataPrefix + name, value) }
    return lines.text
  }

  init(stored: String) { KeptLines.read(stored) { set($0, $1) } }

  private mutating func set(_ name: Substring, _ value: String) {
    switch name {
    case "content-type": contentType = value
    case "cache-control": cacheControl = value
    case "content-disposition": contentDisposition = value
    case "content-encoding": contentEncoding = value
    case "content-language": contentLanguage = value
    case "expires": expires = value
    case "location": websiteRedirectLocation = value
    default: metadata[String(name.dropFirst(ObjectHeaders.metadataPrefix.count))] = value
    }
  }

  // MARK: As it is answered

  func write<Output>(_ members: HeaderSet<Output>, to output: inout Values<Output>) {
    output[members.contentType] = contentType ?? "binary/octet-stream"
    if let cacheControl { output[members.cacheControl] = cacheControl }
    if let contentDisposition { output[members.contentDisposition] = contentDisposition }
    if let contentEncoding { output[members.contentEncoding] = contentEncoding }
    if let contentLanguage { output[members.contentLanguage] = contentLanguage }
    if let expires { output[members.expires] = expires }
    if let websiteRedirectLocation { output[members.websiteRedirectLocation] = websiteRedirectLocation }
    if !metadata.isEmpty { output[members.metadata] = metadata.mapValues(EncodedWords.encode) }
  }
}
