import Synchronization
import _StringProcessing

/// A regular expression of a model, matched against a whole value. The common form, one character class with a
/// quantifier (`[a-zA-Z0-9_.-]+`), is a table look-up per byte; anything else is Swift's own engine.
///
/// Compiled when it is first needed: a server knows hundreds of patterns and has few of them asked for, and compiling them
/// all took most of its start. A test compiles every one, so that none fails in a running server.
///
/// `@unchecked Sendable`: `compiled` is read and written under its lock, all else is constant after init; `Regex` itself is an
/// immutable program.
package final class Pattern: @unchecked Sendable {
  /// As AWS prints it in `Member must satisfy regular expression pattern: …`.
  package let source: String
  private let simple: (table: [Bool], counts: ClosedRange<Int>)?
  private let scalars: ScalarClass?
  private let lock = Mutex(())
  private var compiled: Regex<AnyRegexOutput>?
  /// What `compiled` is made of.
  private let plain: String
  /// The pattern ends in `(?<!\.)`, which Swift's engine does not know: the value must not end in a dot.
  private let refusesFinalDot: Bool

  package init(_ source: String) {
    self.source = source
    refusesFinalDot = source.hasSuffix(#"(?<!\.)"#)
    let plain = refusesFinalDot ? String(source.dropLast(#"(?<!\.)"#.count)) : source
    self.plain = plain
    simple = Pattern.characterClass(Array(plain.utf8))
    scalars = simple == nil ? ScalarClass(plain) : nil
  }

  private func regex() -> Regex<AnyRegexOutput> {
    lock.withLock { _ in
      if let compiled { return compiled }
      do {
        let made = try Regex(plain).matchingSemantics(.unicodeScalar)
        compiled = made
        return made
      } catch {
        preconditionFailure("the model's pattern \(source) does not parse: \(error)")
      }
    }
  }

  package func matches(_ value: String) -> Bool {
    if refusesFinalDot, value.utf8.last == UInt8(ascii: ".") { return false }
    if let simple {
      guard simple.counts.contains(value.utf8.count) else { return false }
      for byte in value.utf8 where !simple.table[Int(byte)] { return false }
      return true
    }
    if let scalars { return scalars.matches(value) }
    return (try? regex().wholeMatch(in: value)) != nil
  }

  /// Reads `^?[class](+|*|{m}|{m,n})$?` where the class is of ASCII; nil for every other pattern.
  private static func characterClass(_ bytes: [UInt8]) -> (table: [Bool], counts: ClosedRange<Int>)? {
    var i = 0
    var end = bytes.count
    if i < end, bytes[i] == UInt8(ascii: "^") { i += 1 }
    if end > i, bytes[end - 1] == UInt8(ascii: "$") { end -= 1 }
    guard i < end, bytes[i] == UInt8(ascii: "["), i + 1 < end, bytes[i + 1] != UInt8(ascii: "^") else { return nil }
    i += 1
    var table = [Bool](repeating: false, count: 256)
    func allow(_ low: UInt8, _ high: UInt8) { for byte in Int(low)...Int(high) { table[byte] = true } }
    while i < end, bytes[i] != UInt8(ascii: "]") {
      var low = bytes[i]
      guard low < 128, low != UInt8(ascii: "[") else { return nil }
      if low == UInt8(ascii: "\\") {
        i += 1
        guard i < end else { return nil }
        switch bytes[i] {
        case UInt8(ascii: "w"):
          allow(UInt8(ascii: "a"), UInt8(ascii: "z"))
          allow(UInt8(ascii: "A"), UInt8(ascii: "Z"))
          allow(UInt8(ascii: "0"), UInt8(ascii: "9"))
          allow(UInt8(ascii: "_"), UInt8(ascii: "_"))
          i += 1
          continue
        case UInt8(ascii: "d"):
          allow(UInt8(ascii: "0"), UInt8(ascii: "9"))
          i += 1
          continue
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "\\"),
          UInt8(ascii: "]"), UInt8(ascii: "["), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "$"):
          low = bytes[i]
        default: return nil
        }
      }
      if i + 2 < end, bytes[i + 1] == UInt8(ascii: "-"), bytes[i + 2] != UInt8(ascii: "]") {
        let high = bytes[i + 2]
        guard high < 128, high >= low, high != UInt8(ascii: "\\") else { return nil }
        allow(low, high)
        i += 3
      } else {
        allow(low, low)
        i += 1
      }
    }
    guard i < end else { return nil }
    i += 1
    if i == end { return (table, 1...1) }
    switch bytes[i] {
    case UInt8(ascii: "+") where i + 1 == end: return (table, 1...Int.max)
    case UInt8(ascii: "*") where i + 1 == end: return (table, 0...Int.max)
    case UInt8(ascii: "{") where bytes[end - 1] == UInt8(ascii: "}"):
      let parts = String(decoding: bytes[(i + 1)..<(end - 1)], as: UTF8.self).split(
        separator: ",", omittingEmptySubsequences: false)
      guard let low = Int(parts[0]) else { return nil }
      if parts.count == 1 { return (table, low...low) }
      if parts.count == 2, parts[1].isEmpty { return (table, low...Int.max) }
      guard parts.count == 2, let high = Int(parts[1]), high >= low else { return nil }
      return (table, low...high)
    default: return nil
    }
  }
}
