import Protocols

/// Which bytes of an object a read is about: all, a range, or a part.
struct ObjectSelection {
  var range: Range<Int>
  /// `Content-Range`; nil where all bytes were asked for.
  var contentRange: String?
  /// Told where a part was asked for and the object has parts.
  var partCount: Int?
  /// The checksum of what is answered.
  var checksum: Checksum?

  init(
    of object: StoredObject, range text: String?, part number: Int?, _ store: S3Store
  ) throws(AWSError) {
    range = 0..<object.size
    if let number {
      if text != nil {
        throw AWSError.invalidRequest("Cannot specify both Range header and partNumber query parameter")
      }
      try select(part: number, of: object, store)
    } else if let text, let found = try ByteRange.parse(text, size: object.size) {
      range = found
    } else {
      checksum = object.checksum
      return
    }
    if object.size > 0 { contentRange = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(object.size)" }
  }

  private mutating func select(part number: Int, of object: StoredObject, _ store: S3Store) throws(AWSError) {
    guard (1...10_000).contains(number) else { throw AWSError.invalidPartNumber(number) }
    guard number <= max(1, object.partCount) else {
      throw AWSError(
        "InvalidPartNumber", "The requested partnumber is not satisfiable", status: 416,
        elements: [("ActualPartCount", "\(max(1, object.partCount))"), ("PartNumberRequested", "\(number)")])
    }
    guard object.partCount > 0, let body = object.body else {
      checksum = object.checksum
      return
    }
    partCount = object.partCount
    let (offset, part) = try store.part(at: number - 1, of: body)
    range = offset..<offset + part.size
    if let whole = object.checksum, !part.checksum.isEmpty {
      checksum = Checksum(algorithm: whole.algorithm, type: whole.type, text: Base64.encode(part.checksum))
    }
  }
}

extension S3Store {
  /// The part at that place in its object, from 0, and where its bytes begin.
  func part(at index: Int, of body: Int) throws(AWSError) -> (offset: Int, part: StoredPart) {
    var offset = 0
    var number = 0
    var left = index
    while true {
      let page = try parts(of: body, after: number, limit: min(1000, left + 1))
      for part in page {
        if left == 0 { return (offset, part) }
        left -= 1
        offset += part.size
        number = part.number
      }
      if page.isEmpty { throw AWSError.internal("the body \(body) has fewer parts than its object") }
    }
  }
}
