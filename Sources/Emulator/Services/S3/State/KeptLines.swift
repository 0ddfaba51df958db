/// Names and values as a row keeps them: lines of text, `name` and `value` in turn. A line end in a value is kept as two
/// characters, the first of which no header field can hold.
struct KeptLines {
  private(set) var text = ""

  mutating func add(_ name: String, _ value: String?) {
    guard let value else { return }
    text += name + "\n" + KeptLines.kept(value) + "\n"
  }

  /// Gives each name with its value, in the order in which they were added.
  static func read(_ text: String, _ take: (_ name: Substring, _ value: String) -> Void) {
    if text.isEmpty { return }
    var name: Substring?
    for line in text.utf8.split(separator: 10, omittingEmptySubsequences: false) {
      let line = Substring(line)
      guard let key = name else {
        name = line
        continue
      }
      name = nil
      take(key, restored(String(line)))
    }
  }

  private static func kept(_ value: String) -> String {
    if !value.utf8.contains(where: { $0 == 10 || $0 == 1 }) { return value }
    return String(
      decoding: value.utf8.flatMap { (byte: UInt8) -> [UInt8] in
        byte == 10 ? [1, UInt8(ascii: "n")] : byte == 1 ? [1, UInt8(ascii: "1")] : [byte]
      }, as: UTF8.self)
  }

  private static func restored(_ value: String) -> String {
    if !value.utf8.contains(1) { return value }
    var bytes: [UInt8] = []
    var isMarked = false
    for byte in value.utf8 {
      if isMarked {
        bytes.append(byte == UInt8(ascii: "n") ? 10 : 1)
        isMarked = false
      } else if byte == 1 {
        isMarked = true
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
