/// What DynamoDB has against a statement; `message` is that of its ValidationException.
package struct PartiQLFault: Error, Equatable {
  package let message: String

  package init(_ message: String) { self.message = message }

  /// A statement that cannot be read at all.
  static func malformed(_ detail: String) -> PartiQLFault {
    PartiQLFault("Statement wasn't well formed, can't be processed: " + detail)
  }

  /// With the place that AWS puts behind many messages, `at 1:15:7`.
  static func at(_ place: PartiQLPlace, _ message: String) -> PartiQLFault {
    PartiQLFault("\(message) at \(place)")
  }

  static let missingKeys = PartiQLFault(
    "Where clause does not contain a mandatory equality on all key attributes")
  static let parameterCount = PartiQLFault("Number of parameters in request and statement don't match.")
}

/// Where a token stands: its line and column, from 1, and its length, in characters.
package struct PartiQLPlace: Sendable, Equatable, CustomStringConvertible {
  package var line: Int
  package var column: Int
  package var length: Int

  package var description: String { "\(line):\(column):\(length)" }
}
