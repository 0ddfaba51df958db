import SQLParser

/// A column that names can find.
struct Field: Sendable {
  /// In lower case for finding, with its own case in `label`.
  var name: String?
  var label: String?
  /// What may stand before the name: `[alias]` or `[catalog, schema, table]`.
  var qualifier: [String]
  var type: SQLType

  init(_ name: String?, label: String? = nil, qualifier: [String] = [], type: SQLType) {
    self.name = name
    self.label = label ?? name
    self.qualifier = qualifier
    self.type = type
  }

  func matches(_ qualifier: ArraySlice<String>) -> Bool {
    qualifier.count <= self.qualifier.count && self.qualifier.suffix(qualifier.count).elementsEqual(qualifier)
  }
}

/// A relation's columns as names see them.
struct Scope: Sendable {
  var fields: [Field]

  enum Found {
    case none
    case ambiguous
    case column(Int)
  }

  /// The column `[a, b, c]`, its name last.
  func find(_ parts: ArraySlice<String>) -> Found {
    guard let name: String = parts.last else { return .none }
    let qualifier: ArraySlice<String> = parts.dropLast()
    var found: Int?
    for (index, field) in fields.enumerated() where field.name == name && field.matches(qualifier) {
      if found != nil { return .ambiguous }
      found = index
    }
    return found.map { .column($0) } ?? .none
  }
}

/// A plan with the names of its columns.
struct PlannedRelation {
  var plan: Plan
  var scope: Scope
}
