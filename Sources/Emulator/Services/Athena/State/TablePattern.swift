import _StringProcessing

/// `Expression` of ListTableMetadata: a regular expression over whole names, without regard to case. AWS also takes the shorter
/// form of Hive's SHOW TABLES, which clients send: a star that repeats nothing stands for any characters.
///
/// `@unchecked Sendable`: `Regex` is an immutable program.
struct TablePattern: @unchecked Sendable {
  private let regex: Regex<AnyRegexOutput>

  /// nil when it is no expression.
  init?(_ text: String) {
    var source = ""
    var last: Character = "\0"
    for character in text {
      if character == "*", ![".", "]", ")", "\\"].contains(last) { source.append(".") }
      source.append(character)
      last = character
    }
    guard let regex = try? Regex(source) else { return nil }
    self.regex = regex.ignoresCase()
  }

  func matches(_ name: String) -> Bool { (try? regex.wholeMatch(in: name)) != nil }
}
