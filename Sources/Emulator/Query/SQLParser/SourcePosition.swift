/// A place in the statement's text, both from 1, columns counted in characters (Unicode scalars).
///
/// All positions are equal to one another, so that two expressions that differ only in where they stand are equal.
package struct SourcePosition: Sendable, Equatable {
  package var line: Int
  package var column: Int
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
  package static func == (left: SourcePosition, right: SourcePosition) -> Bool { true }
}

/// A statement that does not follow the grammar.
package struct QuerySyntaxError: Error, Sendable {
  package enum Grammar: Sendable {
    /// Refused by StartQueryExecution as InvalidRequestException.
    case trino
    /// Found when the statement runs: `FAILED: ParseException …`.
    case hive
  }
  package var grammar: Grammar
  /// The whole text, `line 1:8: mismatched input 'FROM'. Expecting: …` or `FAILED: ParseException line 1:7 …`.
  package var message: String
  package init(_ grammar: Grammar, _ message: String) {
    self.grammar = grammar
    self.message = message
  }
}
