import Synchronization
import _StringProcessing

/// Regular expressions, compiled once for each pattern.
final class PatternCache: Sendable {
  /// `@unchecked Sendable`: a compiled Regex is never changed; the type only lacks the conformance.
  private struct Compiled: @unchecked Sendable {
    let regex: Regex<AnyRegexOutput>
  }

  private let compiled: Mutex<[[UInt8]: Compiled]> = Mutex([:])

  func regex(_ pattern: [UInt8]) throws(QueryFailure) -> Regex<AnyRegexOutput> {
    if let known: Compiled = compiled.withLock({ $0[pattern] }) { return known.regex }
    let text: String = String(decoding: pattern, as: UTF8.self)
    let made: Regex<AnyRegexOutput>
    do {
      // Code points, as Java's expressions count them, not grapheme clusters.
      made = try Regex(text).matchingSemantics(.unicodeScalar).anchorsMatchLineEndings(false)
    } catch {
      throw .invalidArgument("Invalid regular expression: " + text)
    }
    let keep = Compiled(regex: made)
    compiled.withLock { table in
      // A pattern made from data could fill the memory.
      if table.count > 200 { table.removeAll() }
      table[pattern] = keep
    }
    return made
  }
}
