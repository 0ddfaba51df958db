import Protocols

/// `Range` as S3 takes it: one range of bytes. Anything else, several ranges among it, is passed over and the whole
/// object answered (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
enum ByteRange {
  /// The bytes of an object of that size; nil where the field is passed over. Throws InvalidRange (416).
  static func parse(_ text: String, size: Int) throws(AWSError) -> Range<Int>? {
    guard let (first, last) = bounds(text) else { return nil }
    guard let first else {
      guard let suffix = last, suffix > 0, size > 0 else { throw AWSError.invalidRange(text, size) }
      return max(0, size - suffix)..<size
    }
    if let last, last < first { return nil }
    guard first < size else { throw AWSError.invalidRange(text, size) }
    return first..<min(size, (last ?? size - 1) + 1)
  }

  /// `bytes=first-last`, as a copied part must have it: both ends, inside of the source.
  static func parse(copy text: String, size: Int) throws(AWSError) -> Range<Int> {
    guard let (first, last) = bounds(text), let first, let last, first <= last else {
      throw AWSError.invalidArgument(
        "x-amz-copy-source-range", text,
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based "
          + "offsets of the first and last bytes to copy")
    }
    if first >= size {
      throw AWSError.invalidRequest("The specified copy range is invalid for the source object size")
    }
    guard last < size else {
      throw AWSError.invalidArgument(
        "x-amz-copy-source-range", text, "Range specified is not valid for source object of size: \(size)")
    }
    return first..<last + 1
  }

  private static func bounds(_ text: String) -> (first: Int?, last: Int?)? {
    guard text.hasPrefix("bytes=") else { return nil }
    let range = text.dropFirst(6)
    guard let dash = range.firstIndex(of: "-") else { return nil }
    let before = range[..<dash].drop { $0 == " " }
    let after = range[range.index(after: dash)...]
    guard before.isEmpty || digits(before), after.isEmpty || digits(after) else { return nil }
    if before.isEmpty, after.isEmpty { return nil }
    return (before.isEmpty ? nil : Int(before) ?? .max - 1, after.isEmpty ? nil : Int(after) ?? .max - 1)
  }

  private static func digits(_ text: Substring) -> Bool { text.utf8.allSatisfy { $0 &- 48 < 10 } }
}
