import Protocols
import Runtime

/// The state of CloudWatch's Contributor Insights of a table or a global index, as it is stored with its definition.
/// It is kept and told; CloudWatch, which would draw its graphs, is not emulated.
enum Insights: StructureShape {
  static let isEnabled = Required<Bool>("IsEnabled")
  /// `ACCESSED_AND_THROTTLED_KEYS` or `THROTTLED_KEYS`.
  static let mode = Required<String>("Mode")
  static let changed = Required<Timestamp>("Changed")
  static let shape = structure("Insights", isEnabled, mode, changed)

  static let defaultMode = "ACCESSED_AND_THROTTLED_KEYS"
  static let modes = ["ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"]
}

/// A table, or one of its global indexes, that insights are of.
struct InsightsSubject {
  var table: Table
  var index: SecondaryIndex?

  var insights: Values<Insights>? {
    if let index { return index.definition[IndexDefinition.insights] }
    return table.definition[TableDefinition.insights]
  }

  /// Refuses a table that is not there or is being made, and an index that is none or a local one.
  init(
    _ reference: String, index name: String?, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) {
    try TableReference.check(reference)
    let table = try TableReference.subject(reference, request, service)
    if service.status(of: table, request.now) == .creating { throw AWSError.tableNotFound(table.name) }
    self.table = table
    guard let name else { return }
    guard let index = table.index(name), !index.isLocal else {
      throw AWSError(
        "ResourceNotFoundException",
        "Requested resource not found: Index: \(name) not found for table: \(table.name)")
    }
    self.index = index
  }

  init(_ table: Table, _ index: SecondaryIndex?) {
    self.table = table
    self.index = index
  }

  /// ContributorInsightsStatus; a change takes the time that changes of tables take.
  func status(_ service: DynamoDBService, _ now: Timestamp) -> String {
    guard let insights else { return "DISABLED" }
    let isSettled = now.milliseconds >= insights[Insights.changed].milliseconds + service.delay
    if insights[Insights.isEnabled] { return isSettled ? "ENABLED" : "ENABLING" }
    return isSettled ? "DISABLED" : "DISABLING"
  }

  /// The names of the rules that CloudWatch has while insights are on: of partition keys, and of sort keys where there
  /// are any.
  var rules: [String] {
    guard let insights, insights[Insights.isEnabled] else { return [] }
    let name = table.name + (index.map { "-" + $0.name } ?? "")
    let hasSort = index.map { !$0.sort.isEmpty } ?? (table.key.sort != nil)
    let kinds = insights[Insights.mode] == Insights.defaultMode ? ["PKC", "SKC", "PKT", "SKT"] : ["PKT", "SKT"]
    return kinds.filter { hasSort || $0.hasPrefix("P") }.map {
      "DynamoDBContributorInsights-\($0)-\(name)-\(insights[Insights.changed].milliseconds)"
    }
  }

  func set(_ insights: Values<Insights>, _ service: DynamoDBService) throws(AWSError) {
    if let index {
      var definition = index.definition
      definition[IndexDefinition.insights] = insights
      try service.store.replace(index, of: table, definition: definition, filledTo: index.filledTo)
    } else {
      var definition = table.definition
      definition[TableDefinition.insights] = insights
      try service.store.replace(table, definition: definition)
    }
  }
}
