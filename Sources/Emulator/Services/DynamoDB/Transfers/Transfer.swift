import Protocols

/// An export or an import: what was asked, as JSON of its description, and what came of it. Loop only.
struct Transfer: Sendable {
  enum Kind: Int, Sendable {
    case export = 0
    case `import` = 1
  }

  var id: Int
  var kind: Kind
  var arn: String
  var account: String
  var region: String
  var tableID: Int
  var tableARN: String
  /// `IN_PROGRESS`, `COMPLETED`, `FAILED`.
  var status: String
  var clientToken: String
  /// JSON of ExportDescription or ImportTableDescription.
  var description: [UInt8]
  /// Of an export: the journal's entries that it lies between.
  var firstEntry = 0
  var lastEntry = 0
}
