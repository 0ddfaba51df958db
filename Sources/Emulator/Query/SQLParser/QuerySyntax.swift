/// A query as written.
package struct Query: Sendable, Equatable {
  package var with: [CommonTable]
  package var body: QueryBody
  package var order: [SortItem]
  package var offset: RowCount?
  package var limit: RowCount?
  package var position: SourcePosition
}

/// LIMIT, OFFSET and FETCH FIRST take a number or a parameter.
package enum RowCount: Sendable, Equatable {
  case number(Int)
  case parameter(Int, SourcePosition)
}

package struct CommonTable: Sendable, Equatable {
  package var name: String
  package var columns: [String]?
  package var query: Query
  package var position: SourcePosition
}

package indirect enum QueryBody: Sendable, Equatable {
  case select(Select)
  case values([Expression], SourcePosition)
  case table(QualifiedName)
  case subquery(Query)
  case setOperation(SetOperation, isDistinct: Bool, QueryBody, QueryBody, SourcePosition)
}

package enum SetOperation: String, Sendable {
  case union = "UNION"
  case intersect = "INTERSECT"
  case except = "EXCEPT"
}

package struct Select: Sendable, Equatable {
  package var isDistinct: Bool
  package var items: [SelectItem]
  package var from: RelationSyntax?
  package var filter: Expression?
  /// nil where there is no GROUP BY; a plain list of expressions or ordinals.
  package var groups: [Expression]?
  package var having: Expression?
  package var position: SourcePosition
}

package enum SelectItem: Sendable, Equatable {
  case expression(Expression, alias: String?)
  /// `*` or `a.*`.
  case all(of: [String], SourcePosition)
}

package struct SortItem: Sendable, Equatable {
  package var expression: Expression
  package var isDescending: Bool
  /// nil: last, whatever the direction.
  package var nullsFirst: Bool?
}

package indirect enum RelationSyntax: Sendable, Equatable {
  case table(QualifiedName)
  case subquery(Query)
  case aliased(RelationSyntax, String, columns: [String]?, SourcePosition)
  case join(JoinKind, RelationSyntax, RelationSyntax, JoinCriteria?, SourcePosition)
  case unnest([Expression], withOrdinality: Bool, SourcePosition)
}

package enum JoinKind: String, Sendable { case inner, left, right, full, cross }

package enum JoinCriteria: Sendable, Equatable {
  case on(Expression)
  case using([String], SourcePosition)
}

/// `"catalog"."schema"."table"`, its parts in lower case.
package struct QualifiedName: Sendable, Equatable {
  package var parts: [String]
  package var position: SourcePosition
  package init(_ parts: [String], at position: SourcePosition) {
    self.parts = parts
    self.position = position
  }
}
