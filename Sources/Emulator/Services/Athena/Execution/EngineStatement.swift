import Query
import SQLParser

/// A statement made ready by the engine.
enum EngineStatement {
  static func prepare(
    _ statement: String, _ session: QuerySession, _ parameters: [String]
  ) throws(QueryRefusal) -> PreparedQuery {
    do throws(QuerySyntaxError) {
      return try QueryEngine.prepare(statement, session, parameters: parameters)
    } catch {
      throw QueryRefusal(error.message, code: "MALFORMED_QUERY")
    }
  }

  static func reading(_ prepared: PreparedQuery) -> StatementReading {
    StatementReading(type: prepared.statementClass.type, subtype: prepared.statementClass.subtype)
  }
}
