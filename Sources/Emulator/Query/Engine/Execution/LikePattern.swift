/// A LIKE pattern over bytes: `%` any text, `_` one code point.
struct LikePattern: Sendable {
  private enum Part: Sendable {
    case text([UInt8])
    case one
    case any
  }
  private var parts: [Part] = []

  init(_ pattern: [UInt8], escape: [UInt8]?) throws(QueryFailure) {
    var mark: UInt8?
    if let escape {
      guard escape.count == 1 else { throw .invalidArgument("Escape string must be a single character") }
      mark = escape[0]
    }
    var text: [UInt8] = []
    func flush(_ parts: inout [Part]) {
      if !text.isEmpty { parts.append(.text(text)) }
      text = []
    }
    var index = 0
    while index < pattern.count {
      let byte: UInt8 = pattern[index]
      index += 1
      if byte == mark {
        guard index < pattern.count,
          pattern[index] == UInt8(ascii: "%") || pattern[index] == UInt8(ascii: "_") || pattern[index] == mark
        else {
          throw .invalidArgument("Escape character must be followed by '%', '_' or the escape character itself")
        }
        text.append(pattern[index])
        index += 1
      } else if byte == UInt8(ascii: "%") {
        flush(&parts)
        if case .any? = parts.last { continue }
        parts.append(.any)
      } else if byte == UInt8(ascii: "_") {
        flush(&parts)
        parts.append(.one)
      } else {
        text.append(byte)
      }
    }
    flush(&parts)
  }

  /// Greedy with one point to come back to: linear for patterns without `_`.
  func matches(_ text: UnsafeRawBufferPointer) -> Bool {
    var part = 0
    var at = 0
    var resumePart = -1
    var resumeAt = 0
    while true {
      if part == parts.count {
        if at == text.count { return true }
      } else {
        switch parts[part] {
        case .any:
          if part == parts.count - 1 { return true }
          resumePart = part
          resumeAt = at
          part += 1
          continue
        case .one:
          if at < text.count {
            at = next(at, text)
            part += 1
            continue
          }
        case .text(let wanted):
          if at + wanted.count <= text.count, same(wanted, text, at) {
            at += wanted.count
            part += 1
            continue
          }
        }
      }
      guard resumePart >= 0, resumeAt < text.count else { return false }
      resumeAt = next(resumeAt, text)
      at = resumeAt
      part = resumePart + 1
    }
  }

  @inline(__always) private func next(_ at: Int, _ text: UnsafeRawBufferPointer) -> Int {
    var index: Int = at + 1
    while index < text.count, text[index] & 0xC0 == 0x80 { index += 1 }
    return index
  }

  @inline(__always) private func same(_ wanted: [UInt8], _ text: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    for index in 0..<wanted.count where text[at + index] != wanted[index] { return false }
    return true
  }
}
