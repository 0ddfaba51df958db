import Protocols

/// A table as a request names it: by its name or its ARN.
enum TableReference {
  /// Where data is read or written: a table that is being made or deleted is not there.
  static func table(
    _ reference: String, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    guard let table = try find(reference, request, service) else { throw AWSError.tableNotFound }
    // A table that is being restored or imported has no data yet.
    if service.isFilling(table) { throw AWSError.tableNotFound }
    if service.delay != 0 || table.deleted != nil {
      switch service.status(of: table, request.now) {
      case .creating, .deleting: throw AWSError.tableNotFound
      case .updating, .active: break
      }
    }
    return table
  }

  /// Where the table itself is the subject: the error tells its name.
  static func subject(
    _ reference: String, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    guard let table = try find(reference, request, service) else {
      throw AWSError.tableNotFound(name(reference, request) ?? reference)
    }
    return table
  }

  private static func find(
    _ reference: String, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Table? {
    if let table = service.store.table(request.account, request.region, reference) { return table }
    if reference.utf8.starts(with: "arn:".utf8) {
      guard let name = name(reference, request) else { return nil }
      return service.store.table(request.account, request.region, name)
    }
    return nil
  }

  /// The name within an ARN of this account and region; nil when it is none.
  private static func name(_ reference: String, _ request: RequestContext) -> String? {
    let prefix = request.arn("dynamodb", "table/")
    guard reference.utf8.starts(with: prefix.utf8) else { return nil }
    return String(reference.dropFirst(prefix.count))
  }

  /// Refuses what the shape's length, which serves ARNs too, lets pass. Called before anything else of the input is
  /// looked at.
  static func check(_ name: String) throws(AWSError) {
    if name.utf8.starts(with: "arn:".utf8) { return }
    if name.utf8.count < 3 { throw refused(name, "Member must have length greater than or equal to 3") }
    if name.utf8.count > 255 { throw refused(name, "Member must have length less than or equal to 255") }
    let isName = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    if !isName { throw refused(name, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+") }
  }

  private static func refused(_ name: String, _ constraint: String) -> AWSError {
    AWSError.validationDetected("Value '\(name)' at 'tableName' failed to satisfy constraint: " + constraint)
  }
}
