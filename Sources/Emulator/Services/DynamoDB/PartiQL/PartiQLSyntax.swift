/// A statement as it is written; parameters have their values already.
package enum PartiQLStatement: Sendable {
  case select(PartiQLSelect)
  case insert(PartiQLSource, [(name: [UInt8], term: PartiQLTerm)])
  case update(PartiQLUpdate)
  case delete(PartiQLDelete)
  /// `EXISTS (SELECT …)`, a condition check of a transaction.
  case exists(PartiQLSelect)

  package var source: PartiQLSource {
    switch self {
    case .select(let select), .exists(let select): select.source
    case .insert(let source, _): source
    case .update(let update): update.source
    case .delete(let delete): delete.source
    }
  }

  package var isRead: Bool {
    if case .select = self { return true }
    return false
  }
}

/// `"table"` or `"table"."index"`
package struct PartiQLSource: Sendable, Equatable {
  package var table: String
  package var index: String?
}

package struct PartiQLSelect: Sendable {
  /// nil: `*`
  var paths: [DocumentPath]?
  package var source: PartiQLSource
  var condition: PartiQLTerm?
  var order: [(path: DocumentPath, isDescending: Bool)] = []
}

package struct PartiQLUpdate: Sendable {
  enum Action: Sendable {
    case set(DocumentPath, PartiQLTerm)
    case remove(DocumentPath)
  }

  package var source: PartiQLSource
  var actions: [Action] = []
  var condition: PartiQLTerm?
  /// `ALL_OLD`, `ALL_NEW`, `UPDATED_OLD`, `UPDATED_NEW`, as UpdateItem calls them.
  var returning: String?
}

package struct PartiQLDelete: Sendable {
  package var source: PartiQLSource
  var condition: PartiQLTerm?
  var returnsOld = false
}

package indirect enum PartiQLTerm: Sendable {
  case value(AttributeValue)
  case path(DocumentPath, PartiQLPlace)
  case missing
  case call(String, [PartiQLTerm], PartiQLPlace)
  case tuple([(name: [UInt8], term: PartiQLTerm)])
  case list([PartiQLTerm])
  case bag([PartiQLTerm])
  case comparison(Comparator, PartiQLTerm, PartiQLTerm)
  case between(PartiQLTerm, PartiQLTerm, PartiQLTerm)
  case `in`(PartiQLTerm, [PartiQLTerm])
  case isType(PartiQLTerm, String)
  case and(PartiQLTerm, PartiQLTerm)
  case or(PartiQLTerm, PartiQLTerm)
  case not(PartiQLTerm)
  case plus(PartiQLTerm, PartiQLTerm)
  case minus(PartiQLTerm, PartiQLTerm)

  /// Where the term begins, as far as it is known.
  var place: PartiQLPlace? {
    switch self {
    case .path(_, let place), .call(_, _, let place): place
    default: nil
    }
  }

  /// The terms that stand side by side under AND.
  var conjuncts: [PartiQLTerm] {
    if case .and(let left, let right) = self { return left.conjuncts + right.conjuncts }
    return [self]
  }
}
