package import SQLParser

/// Why a query failed: AthenaError and StateChangeReason of a query execution.
package struct QueryFailure: Error, Sendable, Equatable {
  /// Trino's error name, `COLUMN_NOT_FOUND`; nil where the text stands alone (`FAILED: SemanticException …`).
  package var name: String?
  package var position: SourcePosition?
  package var text: String

  package init(_ name: String?, _ text: String, at position: SourcePosition? = nil) {
    self.name = name
    self.text = text
    self.position = position
  }

  /// `NAME: line 1:8: text`, as GetQueryExecution shows it.
  package var message: String {
    var whole: String = name.map { $0 + ": " } ?? ""
    if let position { whole += "line \(position.line):\(position.column): " }
    return whole + text
  }

  /// AthenaError.ErrorCategory: 1 system, 2 user, 3 other.
  package var category: Int {
    switch name {
    case "GENERIC_INTERNAL_ERROR": 1
    case "EXCEEDED_MEMORY_LIMIT": 2
    default: 2
    }
  }

  /// AthenaError.ErrorType: 1006 for what analysis finds (recorded), 1001 for data that cannot be read, 1003 for a
  /// definition that failed, 100 for our own fault, 0 for exhausted memory, 1000 for all else that the user can mend.
  package var errorType: Int {
    switch name {
    case nil: 1003
    case "EXCEEDED_MEMORY_LIMIT": 0
    case "GENERIC_INTERNAL_ERROR": 100
    case "HIVE_BAD_DATA", "HIVE_CURSOR_ERROR", "HIVE_CANNOT_OPEN_SPLIT", "HIVE_UNSUPPORTED_FORMAT": 1001
    default: position == nil ? 1000 : 1006
    }
  }
}

extension QueryFailure {
  /// A feature that AWS has and the engine does not.
  package static func notSupported(_ what: String, at position: SourcePosition? = nil) -> QueryFailure {
    QueryFailure("NOT_SUPPORTED", what + " is not supported by this engine", at: position)
  }

  static func typeMismatch(_ text: String, at position: SourcePosition?) -> QueryFailure {
    QueryFailure("TYPE_MISMATCH", text, at: position)
  }

  static let divisionByZero = QueryFailure("DIVISION_BY_ZERO", "Division by zero")

  static func outOfRange(_ text: String) -> QueryFailure { QueryFailure("NUMERIC_VALUE_OUT_OF_RANGE", text) }
  static func invalidCast(_ text: String) -> QueryFailure { QueryFailure("INVALID_CAST_ARGUMENT", text) }
  static func invalidArgument(_ text: String) -> QueryFailure { QueryFailure("INVALID_FUNCTION_ARGUMENT", text) }
  static func badData(_ text: String) -> QueryFailure { QueryFailure("HIVE_BAD_DATA", text) }

  /// Our own fault: a state that analysis should have excluded.
  static func internalError(_ text: String) -> QueryFailure { QueryFailure("GENERIC_INTERNAL_ERROR", text) }

  static let cancelled = QueryFailure("USER_CANCELED", "Query cancelled by user")

  static let exhausted = QueryFailure(
    "EXCEEDED_MEMORY_LIMIT", "Query exhausted resources at this scale factor")
}
